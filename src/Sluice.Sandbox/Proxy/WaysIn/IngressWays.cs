using System.Globalization;
using System.Text.Json.Nodes;
using Sluice.Sandbox.Controllers.Objects;

namespace Sluice.Sandbox.Proxy.WaysIn;

/// <summary>Ingresses of any class as ways in, with canaries as ingress-nginx has them. Pure.</summary>
internal static class IngressWays
{
    private const string Prefix = "nginx.ingress.kubernetes.io/";
    private const int Percent = 100;

    public static IEnumerable<WayIn> Of(IReadOnlyList<JsonObject> ingresses)
    {
        var standing = ingresses.Where(i => !i.IsDeleting()).OrderBy(i => i.Created()).ThenBy(i => $"{i.Namespace()}/{i.Name()}", StringComparer.Ordinal).ToList();
        var canaries = standing.Where(IsCanary).SelectMany(Places).ToLookup(p => p.At);
        foreach (var ingress in standing.Where(i => !IsCanary(i)))
        {
            foreach (var place in Places(ingress))
            {
                yield return new WayIn
                {
                    Source = new WaySource("Ingress", ingress.Namespace(), ingress.Name(), ingress.Created()),
                    Host = new HostPattern(place.At.Host),
                    Path = new PathPattern(place.At.Path, place.At.Type == "Exact"),
                    Backends = canaries[place.At].FirstOrDefault() is { } canary ? Shared(place, canary) : [BackendOf(ingress, place.Backend)],
                };
            }

            if (ingress.At("spec", "defaultBackend") is { } fallback)
            {
                yield return new WayIn
                {
                    Source = new WaySource("Ingress", ingress.Namespace(), ingress.Name(), ingress.Created()),
                    Host = new HostPattern(""),
                    Path = PathPattern.All,
                    Backends = [BackendOf(ingress, fallback)],
                    IsLast = true,
                };
            }
        }
    }

    private static bool IsCanary(JsonObject ingress) => ingress.Annotation(Prefix + "canary") == "true";

    private static IEnumerable<Place> Places(JsonObject ingress) =>
        from rule in ingress.Objects("spec", "rules")
        from path in rule.Objects("http", "paths")
        let at = new Key(rule.Text("host") ?? "", path.Text("path") is { Length: > 0 } text ? text : "/", path.Text("pathType"))
        select new Place(at, ingress, path.At("backend"));

    /// <summary>While the canary has no ready endpoints, its part stays with the main one.</summary>
    private static Backend[] Shared(Place main, Place canary)
    {
        int total = Whole(canary.Ingress, "canary-weight-total") is > 0 and var said ? said : Percent;
        int weight = Math.Min(Whole(canary.Ingress, "canary-weight") ?? 0, total);
        var stable = BackendOf(main.Ingress, main.Backend, total - weight);
        return [stable, BackendOf(canary.Ingress, canary.Backend, weight) with { Otherwise = stable }];
    }

    private static Backend BackendOf(JsonObject ingress, JsonNode? backend, int weight = 1) => new(
        ingress.Namespace(),
        backend.Text("service", "name") ?? "",
        new ServicePort(backend.Int("service", "port", "number"), backend.Text("service", "port", "name")),
        weight)
    {
        Problem = backend.At("service") is null ? $"Ingress \"{ingress.Name()}\" in namespace \"{ingress.Namespace()}\" names a resource as its backend; the sandbox serves Services" : null,
    };

    private static int? Whole(JsonObject ingress, string name) =>
        int.TryParse(ingress.Annotation(Prefix + name), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;

    private sealed record Key(string Host, string Path, string? Type);

    private sealed record Place(Key At, JsonObject Ingress, JsonNode? Backend);
}
