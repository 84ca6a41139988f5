using Sluice.Nuke.Hosting;
using Sluice.Rollouts.Evidence;
using Assert = Xunit.Assert;

namespace Sluice.Nuke.Tests;

public sealed class EvidenceFolderTests : IDisposable
{
    private static readonly EvidenceBundle s_bundle = new([new EvidenceFile("backend-x/backend.log", "boom"), new EvidenceFile("events.txt", "BackOff")]);

    private readonly string _root = Directory.CreateTempSubdirectory("sluice-evidence-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task Keep_Bundle_WritesEveryFileAndGivesThePathToType()
    {
        var kept = await Folder("stage").KeepAsync(7, s_bundle, default);

        Assert.Equal(Path.Combine("temp", "evidence", "stage-7"), kept.Value);
        Assert.Equal("boom", File.ReadAllText(Path.Combine(_root, kept.Value!, "backend-x", "backend.log")));
        Assert.Equal("BackOff", File.ReadAllText(Path.Combine(_root, kept.Value!, "events.txt")));
    }

    [Fact]
    public async Task Keep_ManyFailures_KeepsTheNewestOfThisEnvironment()
    {
        await Folder("beta").KeepAsync(1, s_bundle, default);
        await Folder("stage-eu").KeepAsync(1, s_bundle, default);
        for (var release = 1; release <= EvidenceFolder.MaximumFailures + 3; release++)
        {
            await Folder("stage").KeepAsync(release, s_bundle, default);
            Directory.SetLastWriteTimeUtc(Path.Combine(_root, "temp", "evidence", $"stage-{release}"), DateTime.UnixEpoch.AddDays(release));
        }

        await Folder("stage").KeepAsync(99, s_bundle, default);

        var left = Directory.GetDirectories(Path.Combine(_root, "temp", "evidence")).Select(Path.GetFileName).ToList();
        Assert.Equal(EvidenceFolder.MaximumFailures + 2, left.Count);
        Assert.Contains("beta-1", left);
        Assert.Contains("stage-eu-1", left);
        Assert.Contains("stage-99", left);
        Assert.DoesNotContain("stage-1", left);
    }

    [Fact]
    public async Task Keep_PlaceThatCannotBeWritten_IsAProblemNotAnException()
    {
        Directory.CreateDirectory(Path.Combine(_root, "temp"));
        File.WriteAllText(Path.Combine(_root, "temp", "evidence"), "a file where a folder should be");

        var kept = await Folder("stage").KeepAsync(7, s_bundle, default);

        Assert.Contains("stage-7", Assert.Single(kept.Problems).What, StringComparison.Ordinal);
    }

    private EvidenceFolder Folder(string environment) => new(_root, Path.Combine(_root, "temp", "evidence"), environment);
}
