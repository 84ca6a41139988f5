namespace Sluice.Images.Layers;

/// <summary>What <c>dotnet publish</c> left in a folder, sorted into the layers of an image.</summary>
/// <param name="EntryAssembly">File name of the assembly that is started.</param>
/// <param name="Host">File name of the program that starts it without an installed .NET, or none.</param>
/// <param name="Needs">The shared frameworks that must be there.</param>
/// <param name="Runtime">.NET itself, of a self-contained application.</param>
/// <param name="Dependencies">Files from packages.</param>
/// <param name="Application">Everything else.</param>
internal sealed record PublishFolder(string EntryAssembly, string? Host, RuntimeNeeds Needs, LayerContent Runtime, LayerContent Dependencies, LayerContent Application)
{
    private const string RuntimeConfigSuffix = ".runtimeconfig.json";

    /// <summary>.NET starts it to write a dump of a crashed process.</summary>
    private const string DumpProgram = "createdump";

    /// <summary>The layers, the one that changes most seldom first.</summary>
    public IEnumerable<LayerContent> Layers => new[] { Runtime, Dependencies, Application }.Where(layer => layer.Entries.Count > 0);

    /// <summary>Reads a folder; <see langword="null"/> when nothing in it can be started (the project is a library).</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="projectName">Decides when an application refers to another one.</param>
    /// <param name="latest">No file is dated later; <see langword="null"/> for no limit.</param>
    public static PublishFolder? Read(string folder, string projectName, DateTimeOffset? latest = null)
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

        var host = files.Contains(entry) ? entry : null;
        var deps = Path.Combine(folder, entry + ".deps.json");
        var depsJson = File.Exists(deps) ? File.ReadAllBytes(deps) : "{}"u8.ToArray();
        var fromRuntime = DependencyFiles.Read(depsJson, DependencyFiles.Runtime);
        var fromPackages = DependencyFiles.Read(depsJson, DependencyFiles.Package);
        return new PublishFolder(
            entry + ".dll",
            host,
            RuntimeNeeds.Read(File.ReadAllBytes(Path.Combine(folder, entry + RuntimeConfigSuffix))),
            Layer("runtime", fromRuntime.Contains),
            Layer("dependencies", file => fromPackages.Contains(file) && !fromRuntime.Contains(file)),
            Layer("application", file => !fromPackages.Contains(file) && !fromRuntime.Contains(file)));

        LayerContent Layer(string comment, Func<string, bool> holds)
            => LayerContent.Published(comment, folder, files.Where(holds), file => file == host || file == DumpProgram, latest);
    }
}
