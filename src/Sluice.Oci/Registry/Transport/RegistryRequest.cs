using System.Net.Http.Headers;

namespace Sluice.Oci.Registry;

/// <summary>A request that can be sent any number of times.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Address">Relative to the registry, or absolute where the registry named another place.</param>
internal sealed record RegistryRequest(HttpMethod Method, Uri Address)
{
    public RegistryRequest(HttpMethod method, string path)
        : this(method, new Uri(path, UriKind.Relative))
    {
    }

    /// <summary>Makes the content anew for each sending; told what to call whenever bytes went.</summary>
    public Func<Action, HttpContent>? Content { get; init; }

    public IReadOnlyList<string> Accept { get; init; } = [];

    public RangeHeaderValue? Range { get; init; }

    /// <summary>Stored only while the present document has this tag (ETag); <c>*</c> in <see cref="IfNoneMatch"/> for none at all.</summary>
    public string? IfMatch { get; init; }

    /// <inheritdoc cref="IfMatch"/>
    public string? IfNoneMatch { get; init; }

    /// <summary>True to ask for the right to write.</summary>
    public bool Writes { get; init; }

    /// <summary>Another repository that must be readable, because a blob is mounted from it.</summary>
    public string? AlsoReads { get; init; }

    /// <summary>False where the caller knows better how to go on after a failure.</summary>
    public bool IsRetried { get; init; } = true;

    public HttpRequestMessage ToMessage(HttpMethod method, Uri address, AuthenticationHeaderValue? authorization, Action moved)
    {
        var message = new HttpRequestMessage(method, address) { Content = Content?.Invoke(moved) };
        message.Headers.Authorization = authorization;
        message.Headers.Range = Range;
        foreach (var type in Accept)
        {
            message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(type));
        }

        AddIfSet(message, "If-Match", IfMatch);
        AddIfSet(message, "If-None-Match", IfNoneMatch);
        return message;
    }

    private static void AddIfSet(HttpRequestMessage message, string name, string? value)
    {
        if (value is not null)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }
    }
}
