using System.Text.Json;

namespace Sluice.Images.Layers;

/// <summary>
/// Which published files come from packages, and which from .NET itself, as <c>*.deps.json</c> says. They go into layers of
/// their own, which stay the same while only the service's code changes.
/// </summary>
internal static class DependencyFiles
{
    /// <summary>Libraries that NuGet brought.</summary>
    public const string Package = "package";

    /// <summary>The .NET that a self-contained application brings.</summary>
    public const string Runtime = "runtimepack";

    private static readonly string[] AssetGroups = ["runtime", "native", "resources", "runtimeTargets"];

    /// <summary>Paths relative to the publish folder, with forward slashes; paths that were not published may be among them.</summary>
    /// <param name="depsJson">The file.</param>
    /// <param name="type">The type of the libraries whose files are wanted.</param>
    public static IReadOnlySet<string> Read(ReadOnlyMemory<byte> depsJson, string type)
    {
        var files = new HashSet<string>(StringComparer.Ordinal);
        using var document = JsonDocument.Parse(depsJson);
        if (!document.RootElement.TryGetProperty("libraries", out var libraries) || !document.RootElement.TryGetProperty("targets", out var targets))
        {
            return files;
        }

        var wanted = libraries.EnumerateObject().Where(library => library.Value.TryGetProperty("type", out var found) && found.ValueEquals(type)).Select(library => library.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var library in targets.EnumerateObject().SelectMany(target => target.Value.EnumerateObject()).Where(library => wanted.Contains(library.Name)))
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
