using System.Xml.Linq;

namespace Sluice.Architecture.Tests;

/// <summary>Dependencies point inward: Model ← (Analysis, Manifests, Oci) ← Rollouts ← adapters ← Nuke ← build.</summary>
public sealed class LayeringTests
{
    /// <summary>What each project may refer to, directly. A new project has to be placed here first.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Sluice.Model"] = [],
        ["Sluice.Analysis"] = ["Sluice.Model"],
        ["Sluice.Load"] = ["Sluice.Model"],
        ["Sluice.Manifests"] = ["Sluice.Model"],
        ["Sluice.Oci"] = ["Sluice.Model"],
        ["Sluice.Rollouts"] = ["Sluice.Model", "Sluice.Analysis", "Sluice.Manifests", "Sluice.Oci"],
        ["Sluice.Kubernetes"] = ["Sluice.Model", "Sluice.Analysis", "Sluice.Manifests", "Sluice.Oci", "Sluice.Rollouts"],
        ["Sluice.Metrics"] = ["Sluice.Model", "Sluice.Analysis", "Sluice.Manifests", "Sluice.Oci", "Sluice.Rollouts"],
        ["Sluice.Images"] = ["Sluice.Model", "Sluice.Analysis", "Sluice.Manifests", "Sluice.Oci", "Sluice.Rollouts"],
        ["Sluice.Supply"] = ["Sluice.Model", "Sluice.Analysis", "Sluice.Manifests", "Sluice.Oci", "Sluice.Rollouts"],
        ["Sluice.Reports"] = ["Sluice.Model", "Sluice.Analysis", "Sluice.Manifests", "Sluice.Oci", "Sluice.Rollouts"],
        ["Sluice.Sandbox"] = ["Sluice.Model", "Sluice.Oci"],
        ["Sluice.Nuke"] =
        [
            "Sluice.Model", "Sluice.Analysis", "Sluice.Manifests", "Sluice.Oci", "Sluice.Rollouts",
            "Sluice.Kubernetes", "Sluice.Metrics", "Sluice.Images", "Sluice.Supply", "Sluice.Reports", "Sluice.Load",
        ],
    };

    /// <summary>Vendors' packages stay in one room each, so that the rest of the code never learns their types.</summary>
    private static readonly Dictionary<string, string> RoomOfPackage = new()
    {
        ["KubernetesClient"] = "Sluice.Kubernetes",
        ["Docker.DotNet"] = "Sluice.Images",
        ["Octokit"] = "Sluice.GitHub",
        ["Nuke.Common"] = "Sluice.Nuke",
    };

    public static TheoryData<string> Projects => [.. Repository.SourceProjects];

    [Theory]
    [MemberData(nameof(Projects))]
    public void ProjectReferences_OfEverySourceProject_PointInward(string project)
    {
        Assert.True(Allowed.ContainsKey(project), $"{project} has no place in the layering yet: add it to {nameof(Allowed)}");

        var outward = Repository.ProjectReferences(project).Except(Allowed[project]);

        Assert.Empty(outward);
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void VendorPackages_OfEverySourceProject_StayInTheirRoom(string project)
    {
        var strays = Repository.PackageReferences(project)
            .Where(package => RoomOfPackage.TryGetValue(package, out var room) && room != project);

        Assert.Empty(strays);
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void EverySourceProject_HasItsTestProject(string project)
    {
        Assert.True(File.Exists(Path.Combine(Repository.Root, "tests", project + ".Tests", project + ".Tests.csproj")));
    }

    [Fact]
    public void Solution_HoldsEveryProjectUnderSrcAndTests()
    {
        var inSolution = XDocument.Load(Path.Combine(Repository.Root, "Sluice.slnx"))
            .Descendants("Project").Select(project => (string)project.Attribute("Path")!).ToHashSet();
        var onDisk = new[] { "src", "tests" }
            .SelectMany(folder => Directory.GetFiles(Path.Combine(Repository.Root, folder), "*.csproj", SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'));

        Assert.Empty(onDisk.Except(inSolution));
    }
}
