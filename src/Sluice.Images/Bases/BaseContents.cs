using System.Text.RegularExpressions;
using Sluice.Images.Layers;
using Sluice.Oci;
using Sluice.Oci.Layers;
using Sluice.Oci.Layout;

namespace Sluice.Images.Bases;

/// <summary>What matters of a base image's files: whether it holds .NET, and which C library.</summary>
/// <param name="Dotnet">How the host program is started: <c>dotnet</c> when it is on the PATH, else its full path; <see langword="null"/> when there is none.</param>
/// <param name="Frameworks">The shared frameworks beside it.</param>
/// <param name="IsMusl">Programs are linked with musl (Alpine), not with glibc.</param>
internal sealed partial record BaseContents(string? Dotnet, IReadOnlyList<FrameworkVersion> Frameworks, bool IsMusl)
{
    private const string DefaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /// <summary>Reads all layers of an image; on failure <c>Problem</c> says which cannot be read.</summary>
    public static async Task<(BaseContents? Contents, string? Problem)> ReadAsync(OciLayout layout, ImageManifest manifest, ImageConfig config, CancellationToken cancellationToken)
    {
        var paths = new HashSet<string>(StringComparer.Ordinal);
        foreach (var layer in manifest.Layers)
        {
            await using var content = layout.Blobs.OpenRead(layer.Digest);
            if (content is null || !MediaTypes.IsReadableLayer(layer.MediaType))
            {
                return (null, $"its layer {layer.Digest} is a \"{layer.MediaType}\", which cannot be read");
            }

            var outcome = await LayerReader.ReadAsync(content, layer, (item, _) => Visit(paths, item), null, cancellationToken).ConfigureAwait(false);
            if (!outcome.IsSuccess)
            {
                return (null, outcome.Message);
            }
        }

        return (From(paths, PathOf(config)), null);
    }

    /// <summary>Draws the conclusions from the paths of an image.</summary>
    public static BaseContents From(IReadOnlySet<string> paths, string searchPath)
    {
        var frameworks = paths.Select(path => FrameworkPath().Match(path)).Where(match => match.Success)
            .Select(match => (Root: match.Groups["root"].Value, Framework: new FrameworkVersion(match.Groups["name"].Value, match.Groups["version"].Value)))
            .Where(found => paths.Contains(found.Root + "dotnet"))
            .Distinct()
            .OrderBy(found => found.Framework.ToString(), StringComparer.Ordinal)
            .ToList();
        var isMusl = paths.Any(path => path.Contains("/ld-musl-", StringComparison.Ordinal));
        if (frameworks.Count == 0)
        {
            return new BaseContents(null, [], isMusl);
        }

        var isOnPath = searchPath.Split(':').Any(folder => paths.Contains($"{folder.Trim('/')}/dotnet"));
        return new BaseContents(isOnPath ? "dotnet" : $"/{frameworks[0].Root}dotnet", [.. frameworks.Select(found => found.Framework)], isMusl);
    }

    private static string PathOf(ImageConfig config)
        => config.Config?.Env?.LastOrDefault(variable => variable.StartsWith("PATH=", StringComparison.Ordinal))?[5..] ?? DefaultPath;

    private static ValueTask Visit(HashSet<string> paths, LayerItem item)
    {
        if (item.OpaqueFolder is { } emptied)
        {
            paths.RemoveWhere(path => emptied.Length == 0 || path.StartsWith(emptied + "/", StringComparison.Ordinal));
        }
        else if (item.RemovedPath is { } removed)
        {
            paths.RemoveWhere(path => path == removed || path.StartsWith(removed + "/", StringComparison.Ordinal));
        }
        else if (item.Kind is not LayerEntryKind.Directory && InterestingPath().IsMatch(item.Path))
        {
            paths.Add(FrameworkPath().Match(item.Path) is { Success: true } match ? match.Value : item.Path);
        }

        return ValueTask.CompletedTask;
    }

    [GeneratedRegex(@"(^|/)(dotnet|ld-musl-[^/]+|shared/Microsoft\.[^/]+/[0-9][^/]*/.+)$")]
    private static partial Regex InterestingPath();

    [GeneratedRegex(@"^(?<root>(.*/)?)shared/(?<name>Microsoft\.[^/]+)/(?<version>[0-9][^/]*)/")]
    private static partial Regex FrameworkPath();
}
