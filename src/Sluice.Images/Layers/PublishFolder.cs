using Sluice.Oci;
using Sluice.Oci.Layers;

namespace Sluice.Images.Layers;

/// <summary>What <c>dotnet publish</c> left in a folder, sorted into the layers of an image.</summary>
/// <param name="EntryAssembly">File name of the assembly that is started.</param>
/// <param name="Dependencies">Files from packages.</param>
/// <param name="Application">Everything else.</param>
internal sealed record PublishFolder(string EntryAssembly, PublishLayer Dependencies, PublishLayer Application)
{
    private const string RuntimeConfigSuffix = ".runtimeconfig.json";

    /// <summary>Reads a folder; <see langword="null"/> when nothing in it can be started (the project is a library).</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="projectName">Decides when an application refers to another one.</param>
    public static PublishFolder? Read(string folder, string projectName)
    {
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal)
            .ToArray();
        var started = files.Where(file => file.EndsWith(RuntimeConfigSuffix, StringComparison.Ordinal)).Select(file => file[..^RuntimeConfigSuffix.Length]).ToArray();
        var entry = started.FirstOrDefault(name => name == projectName) ?? started.FirstOrDefault();
        if (entry is null || !files.Contains(entry + ".dll"))
        {
            return null;
        }

        var deps = Path.Combine(folder, entry + ".deps.json");
        var fromPackages = File.Exists(deps) ? DependencyFiles.Read(File.ReadAllBytes(deps)) : new HashSet<string>();
        return new PublishFolder(
            entry + ".dll",
            PublishLayer.From(folder, files.Where(fromPackages.Contains)),
            PublishLayer.From(folder, files.Where(file => !fromPackages.Contains(file))));
    }
}

/// <summary>The files of one layer, below <c>/app</c>, never executable: what is started is the .NET host.</summary>
/// <param name="Entries">May be empty.</param>
/// <param name="Modified">The time that all of them carry.</param>
internal sealed record PublishLayer(IReadOnlyList<LayerEntry> Entries, DateTimeOffset Modified)
{
    public const string AppFolder = "app";

    public static PublishLayer From(string folder, IEnumerable<string> files)
    {
        var contents = files.Select(file => (Name: file, Source: Path.Combine(folder, file))).ToArray();
        var time = ContentTime.Of(contents
            .Where(file => !IsEndpoints(file.Name))
            .Select(file => (file.Name, Digest.Compute(File.ReadAllBytes(file.Source)))));
        return new PublishLayer([.. contents.Select(file => Entry(file.Name, file.Source, time))], time);
    }

    private static LayerEntry Entry(string name, string source, DateTimeOffset time)
        => IsEndpoints(name)
            ? LayerEntry.FromBytes($"{AppFolder}/{name}", StaticAssetEndpoints.WithTime(File.ReadAllBytes(source), time))
            : LayerEntry.FromFile($"{AppFolder}/{name}", source);

    private static bool IsEndpoints(string file) => file.EndsWith(StaticAssetEndpoints.FileSuffix, StringComparison.Ordinal);
}
