namespace Sluice.Images.Inputs;

/// <summary>Turns what <c>sluice.yaml</c> says about a service's project into a project file.</summary>
internal static class ProjectFile
{
    private static readonly string[] Patterns = ["*.csproj", "*.fsproj", "*.vbproj"];

    /// <summary>The full path, or why there is none.</summary>
    public static (string? Path, string? Problem, string? Hint) Find(string root, string service, string project)
    {
        var path = Path.GetFullPath(Path.Combine(root, project));
        if (File.Exists(path))
        {
            return (path, null, null);
        }

        if (!Directory.Exists(path))
        {
            return (null, $"Service {service}: project \"{project}\" does not exist.", $"Correct services.{service}.project in sluice.yaml: a project file or its folder, relative to sluice.yaml.");
        }

        var found = Patterns.SelectMany(pattern => Directory.EnumerateFiles(path, pattern)).Order(StringComparer.Ordinal).ToArray();
        return found.Length switch
        {
            1 => (found[0], null, null),
            0 => (null, $"Service {service}: folder \"{project}\" holds no project (*.csproj, *.fsproj, *.vbproj).", $"Correct services.{service}.project in sluice.yaml."),
            _ => (null, $"Service {service}: folder \"{project}\" holds {found.Length} projects: {string.Join(", ", found.Select(Path.GetFileName))}.", $"Name one of them in services.{service}.project in sluice.yaml, such as {project.TrimEnd('/')}/{Path.GetFileName(found[0])}."),
        };
    }
}
