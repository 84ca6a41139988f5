using System.Xml.Linq;

namespace Sluice.Architecture.Tests;

/// <summary>The projects of this repository as their project files declare them.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static IReadOnlyList<string> SourceProjects { get; } =
        [.. Directory.GetDirectories(Path.Combine(Root, "src"))
            .Select(folder => Path.GetFileName(folder)!)
            .Where(name => File.Exists(ProjectFile(name)))
            .Order(StringComparer.Ordinal)];

    public static IReadOnlyList<string> ProjectReferences(string project) =>
        [.. Items(ProjectFile(project), "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/')))];

    public static IReadOnlyList<string> PackageReferences(string project) => Items(ProjectFile(project), "PackageReference");

    public static string ProjectFile(string project) => Path.Combine(Root, "src", project, project + ".csproj");

    private static List<string> Items(string projectFile, string kind) =>
        [.. XDocument.Load(projectFile).Descendants(kind).Select(item => (string?)item.Attribute("Include")).OfType<string>()];

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Sluice.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"no Sluice.slnx above {AppContext.BaseDirectory}");
    }
}
