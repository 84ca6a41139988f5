using System.Reflection;
using Nuke.Common.IO;

namespace Nuke.Common.Execution;

/// <summary>The folders of the build, each looked for when first asked for.</summary>
internal sealed class BuildPlaces
{
    private readonly Lazy<AbsolutePath> _root;
    private readonly Lazy<AbsolutePath> _temporary;
    private readonly Lazy<AbsolutePath> _projectFile;

    public BuildPlaces(BuildEnvironment environment)
    {
        _root = new(() => FindRoot(environment));
        _temporary = new(() => (_root.Value / ".nuke" / "temp").CreateDirectory());
        _projectFile = new(() => FindProject(AssemblyFile));
    }

    public AbsolutePath Root => _root.Value;

    public AbsolutePath Temporary => _temporary.Value;

    public AbsolutePath AssemblyFile { get; } = Assembly.GetEntryAssembly()?.Location is { Length: > 0 } location ? location : null;

    public AbsolutePath ProjectFile => _projectFile.Value;

    private static AbsolutePath FindRoot(BuildEnvironment environment)
    {
        AbsolutePath start = environment.WorkingDirectory;
        if (environment.CommandLine.Values("root") is { } named)
        {
            var root = named.Count == 0 ? start : AbsolutePath.Create(Path.GetFullPath(named[0], start));
            Assert.True(root.DirectoryExists(), $"--root names {root}, which is no directory");
            return root;
        }

        var found = start.FindParentOrSelf(x => (x / ".nuke").Exists());
        Assert.True(found != null, $"No '.nuke' directory in {start} or above it: go to the repository, or name its root with --root <directory>");
        return found;
    }

    private static AbsolutePath FindProject(AbsolutePath assembly)
    {
        var name = assembly?.NameWithoutExtension + ".csproj";
        var directory = assembly?.Parent.FindParentOrSelf(x => (x / name).FileExists());
        return directory is null ? null : directory / name;
    }
}
