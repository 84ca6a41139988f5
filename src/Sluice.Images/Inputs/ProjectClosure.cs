namespace Sluice.Images.Inputs;

/// <summary>Every file that the build of a project can read, found without running MSBuild.</summary>
internal static class ProjectClosure
{
    /// <summary>MSBuild and the host take the nearest of these; those further up count only when the nearest one asks for them.</summary>
    private static readonly string[] NearestFiles = ["Directory.Build.props", "Directory.Build.targets", "Directory.Build.rsp", "Directory.Packages.props", "global.json"];

    /// <summary>All of these apply, from every folder above.</summary>
    private static readonly string[] MergedFiles = ["nuget.config", "NuGet.config", "NuGet.Config", ".editorconfig", ".globalconfig"];

    /// <summary>Full paths of the files, each once, in no order.</summary>
    public static IReadOnlySet<string> Files(string projectFile, CancellationToken cancellationToken) => Walk(projectFile, cancellationToken).Files;

    /// <summary>Full paths of the project and all that it refers to, directly or through others.</summary>
    public static IReadOnlySet<string> Projects(string projectFile) => Walk(projectFile, CancellationToken.None).Projects;

    private static (HashSet<string> Files, HashSet<string> Projects) Walk(string projectFile, CancellationToken cancellationToken)
    {
        var files = new HashSet<string>(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal) { projectFile };
        var projects = new Queue<string>(seen);
        while (projects.TryDequeue(out var project))
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var reference in AddProject(project, files).Where(File.Exists).Where(seen.Add))
            {
                projects.Enqueue(reference);
            }
        }

        return (files, seen);
    }

    private static List<string> AddProject(string project, HashSet<string> files)
    {
        var folder = Path.GetDirectoryName(project)!;
        files.Add(project);
        files.UnionWith(SourceFolder.Files(folder));

        var references = new List<string>();
        var properties = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var pending = new Queue<string>([.. Ancestors(folder), project]);
        var read = new HashSet<string>(StringComparer.Ordinal);
        while (pending.TryDequeue(out var path))
        {
            if (!read.Add(path))
            {
                continue;
            }

            files.Add(path);
            if (!IsMsBuildFile(path))
            {
                continue;
            }

            var content = MsBuildFile.Read(path, folder, properties);
            references.AddRange(content.ProjectReferences);
            files.UnionWith(content.Items.SelectMany(item => Included(item, folder)));
            foreach (var import in content.Imports.Where(File.Exists))
            {
                pending.Enqueue(import);
            }
        }

        return references;
    }

    /// <summary>Outermost first, the order in which their properties come to be.</summary>
    private static List<string> Ancestors(string folder)
    {
        var found = new List<string>();
        var wanted = NearestFiles.ToList();
        for (var parent = folder; parent is not null; parent = Path.GetDirectoryName(parent))
        {
            found.AddRange(MergedFiles.Select(name => Path.Combine(parent, name)).Where(File.Exists));
            foreach (var file in wanted.ToArray().Select(name => Path.Combine(parent, name)).Where(File.Exists))
            {
                found.Add(file);
                if (!File.ReadAllText(file).Contains("FileAbove", StringComparison.Ordinal))
                {
                    wanted.Remove(Path.GetFileName(file));
                }
            }
        }

        found.Reverse();
        return found;
    }

    private static IEnumerable<string> Included(string item, string projectFolder)
    {
        if (File.Exists(item))
        {
            return [item];
        }

        // The project's own folder is in already; a folder above it would drag in everything beside the project.
        var folder = Path.TrimEndingDirectorySeparator(item);
        return Directory.Exists(folder) && !(projectFolder + "/").StartsWith(folder + "/", StringComparison.Ordinal) && !folder.StartsWith(projectFolder + "/", StringComparison.Ordinal)
            ? SourceFolder.Files(folder)
            : [];
    }

    private static bool IsMsBuildFile(string path)
        => Path.GetExtension(path) is ".props" or ".targets" or ".proj" or ".projitems" or ".csproj" or ".fsproj" or ".vbproj";
}
