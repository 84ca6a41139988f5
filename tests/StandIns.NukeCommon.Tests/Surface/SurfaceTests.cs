using System.Reflection;
using System.Text;

namespace StandIns.NukeCommon.Tests.Surface;

/// <summary>A stand-in has nothing that the published package does not have.</summary>
public sealed class SurfaceTests
{
    /// <summary>Stand-in (assembly and package) and the listing of the published one.</summary>
    public static TheoryData<string, string> StandIns => new()
    {
        { "Nuke.Common", "nuke-common.txt" },
        { "KubernetesClient", "kubernetes-client.txt" },
    };

    [PublishedListingsTheory]
    [MemberData(nameof(StandIns))]
    public void StandIn_EveryTypeAndMember_IsInThePublishedPackage(string package, string listingFile)
    {
        var listing = ApiListing.Read(Path.Combine(PublishedListingsTheoryAttribute.Folder, listingFile));
        var invented = AssemblySurface.Types(Assembly.Load(package)).SelectMany(x => Invented(x, listing)).ToList();

        Assert.True(invented.Count == 0, $"The published {package} does not have:{Environment.NewLine}{string.Join(Environment.NewLine, invented)}");
    }

    [Fact]
    public void StandIns_EveryProject_IsCompared()
    {
        var projects = Directory.GetDirectories(Path.Combine(Repository.Root, "standins"))
            .Select(folder => Path.GetFileName(folder))
            .Where(name => File.Exists(Path.Combine(Repository.Root, "standins", name, $"{name}.csproj")));

        Assert.Equal(projects.Order(), StandIns.Select(x => (string)x[0]).Order());
    }

    [Fact]
    public void SurfaceFile_ListsWhatTheStandInsHave()
    {
        var expected = Describe();
        var file = Path.Combine(Repository.Root, "standins", "SURFACE.md");
        if (File.Exists(file) && File.ReadAllText(file) == expected)
        {
            return;
        }

        File.WriteAllText(file, expected);
        Assert.Fail("standins/SURFACE.md did not list what the stand-ins have. It is written anew: look at the difference and commit it.");
    }

    [Fact]
    public void Listing_InventedMember_IsFound()
    {
        using var folder = new TemporaryFolder();
        var listing = ApiListing.Read(folder.Write("api.txt", """
            // StandIns.NukeCommon.Tests.Surface [x]
            public class SurfaceTests.Sample
            {
                public Sample();
                public string Known(int number, string text = null);
            }
            """));

        Assert.Equal(
            ["StandIns.NukeCommon.Tests.Surface.SurfaceTests.Sample: string Unknown(int number)"],
            Invented(typeof(Sample), listing));
        Assert.Equal(["StandIns.NukeCommon.Tests.Surface.SurfaceTests.Other: the type"], Invented(typeof(Other), listing));
    }

    private static IEnumerable<string> Invented(Type type, ApiListing listing)
    {
        var key = TypeText.Key(type);
        if (listing.KindOf(key) is not { } kind)
        {
            return [$"{key}: the type"];
        }

        return kind == AssemblySurface.Kind(type)
            ? AssemblySurface.Members(type).Where(x => !listing.HasMember(key, x)).Select(x => $"{key}: {x}")
            : [$"{key}: is a {kind}, not a {AssemblySurface.Kind(type)}"];
    }

    private static string Describe()
    {
        var text = new StringBuilder("# What the stand-ins have\n\nMade by `StandIns.NukeCommon.Tests`; every line exists in the published package too.\n");
        foreach (var package in StandIns.Select(x => (string)x[0]))
        {
            text.Append("\n## ").Append(package).Append('\n');
            foreach (var type in AssemblySurface.Types(Assembly.Load(package)))
            {
                text.Append("\n### ").Append(AssemblySurface.Kind(type)).Append(" `").Append(TypeText.Key(type)).Append("`\n\n");
                AssemblySurface.Members(type).ToList().ForEach(x => text.Append("- `").Append(x.TrimEnd(',')).Append("`\n"));
            }
        }

        return text.ToString();
    }

    public sealed class Sample
    {
        public string Known(int number, string? text = null) => text + number;

        public string Unknown(int number) => Known(number);
    }

    public sealed class Other;
}
