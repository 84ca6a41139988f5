using System.Text.Json;

namespace Sluice.Images.Layers;

/// <summary>
/// Which published files come from packages, as <c>*.deps.json</c> says. They go into a layer of their own, which stays
/// the same while only the service's code changes.
/// </summary>
internal static class DependencyFiles
{
    private static readonly string[] AssetGroups = ["runtime", "native", "resources", "runtimeTargets"];

    /// <summary>Paths relative to the publish folder, with forward slashes; paths that were not published may be among them.</summary>
    public static IReadOnlySet<string> Read(ReadOnlyMemory<byte> depsJson)
    {
        var files = new HashSet<string>(StringComparer.Ordinal);
        using var document = JsonDocument.Parse(depsJson);
        if (!document.RootElement.TryGetProperty("libraries", out var libraries) || !document.RootElement.TryGetProperty("targets", out var targets))
        {
            return files;
        }

        var packages = libraries.EnumerateObject().Where(library => library.Value.TryGetProperty("type", out var type) && type.ValueEquals("package")).Select(library => library.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var library in targets.EnumerateObject().SelectMany(target => target.Value.EnumerateObject()).Where(library => packages.Contains(library.Name)))
        {
            foreach (var (group, asset) in Assets(library.Value))
            {
                files.Add(PublishedPath(group, asset));
            }
        }

        return files;
    }

    private static IEnumerable<(string Group, JsonProperty Asset)> Assets(JsonElement library)
        => AssetGroups
            .Where(group => library.TryGetProperty(group, out _))
            .SelectMany(group => library.GetProperty(group).EnumerateObject().Select(asset => (group, asset)));

    private static string PublishedPath(string group, JsonProperty asset)
    {
        var name = asset.Name[(asset.Name.LastIndexOf('/') + 1)..];
        return group switch
        {
            "runtimeTargets" => asset.Name,
            "resources" when asset.Value.TryGetProperty("locale", out var locale) => $"{locale.GetString()}/{name}",
            _ => name,
        };
    }
}
