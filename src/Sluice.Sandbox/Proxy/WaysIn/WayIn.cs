using Microsoft.AspNetCore.Http;

namespace Sluice.Sandbox.Proxy.WaysIn;

/// <summary>What made a way in; of two that say the same the older one counts.</summary>
internal sealed record WaySource(string Kind, string Namespace, string Name, DateTimeOffset Created)
{
    public override string ToString() => $"{Kind} {Namespace}/{Name}";
}

/// <summary>Requests from outside of one kind, and where they go.</summary>
internal sealed record WayIn
{
    public required WaySource Source { get; init; }

    public required HostPattern Host { get; init; }

    public required PathPattern Path { get; init; }

    /// <summary><see langword="null"/> for any.</summary>
    public string? Method { get; init; }

    /// <summary>Headers that a request must have, with these very values.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Parameters that a request must have, with these very values.</summary>
    public IReadOnlyDictionary<string, string> Query { get; init; } = new Dictionary<string, string>();

    public required IReadOnlyList<Backend> Backends { get; init; }

    /// <summary>For what no other way in is for.</summary>
    public bool IsLast { get; init; }

    /// <summary>
    /// Among those of the same host and path, the lower the sooner. An Ingress and an HTTPRoute may claim the same, as two
    /// controllers with an address each would serve them; here one address serves both, so the one that shares traffic decides.
    /// </summary>
    public int Precedence => (Source.Kind, Backends.Count) switch
    {
        ("Ingress", > 1) => 0,
        ("HTTPRoute", _) => 1,
        _ => 2,
    };

    /// <summary>Equal for two that do the same: whoever is in the middle of a turn goes on.</summary>
    public string Identity => string.Join('|', Source, Host, Path, Method, string.Join('&', Headers), string.Join('&', Query), string.Join('&', Backends));

    public bool Matches(HttpRequest request, string host) =>
        Host.Matches(host)
        && Path.Matches(request.Path.Value is { Length: > 0 } path ? path : "/")
        && (Method is null || Method == request.Method)
        && Headers.All(h => request.Headers.TryGetValue(h.Key, out var values) && values.ToString() == h.Value)
        && Query.All(q => request.Query.TryGetValue(q.Key, out var values) && values[0] == q.Value);

    /// <summary>In the order in which they are tried.</summary>
    public static IEnumerable<WayIn> Ordered(IEnumerable<WayIn> ways) => ways
        .OrderBy(w => w.IsLast)
        .ThenByDescending(w => w.Host.Rank)
        .ThenByDescending(w => w.Path.IsExact)
        .ThenByDescending(w => w.Path.Length)
        .ThenBy(w => w.Precedence)
        .ThenByDescending(w => w.Method is not null)
        .ThenByDescending(w => w.Headers.Count)
        .ThenByDescending(w => w.Query.Count)
        .ThenBy(w => w.Source.Created)
        .ThenBy(w => $"{w.Source.Namespace}/{w.Source.Name}", StringComparer.Ordinal);
}
