using Sluice.Rollouts.Ledger;
using Sluice.Rollouts.Status;

namespace Sluice.Reports.Tests;

public sealed class StatusLinesTests
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly string s_image = "registry.example/backend@sha256:" + new string('a', 64);
    private static readonly ServiceState s_healthy = new("backend", s_image, "0123456789", 3, 3, 3, "http://127.78.0.2:8080", [new PodState("backend-1", "Ready")]);

    [Fact]
    public void Describe_HealthyService_IsOneLine()
    {
        Assert.Equal(
            ["stage:", "  backend  3 of 3 ready  revision 0123456789  image aaaaaaaaaaaa  http://127.78.0.2:8080", "  The ledger has no release yet."],
            StatusLines.Describe("stage", [s_healthy], [], s_now));
    }

    [Fact]
    public void Describe_ServiceThatIsNotThere_SaysSo()
    {
        var absent = new ServiceState("frontend", "", "", 0, 0, 0, null, []);

        Assert.Equal("  frontend  not deployed", StatusLines.Describe("stage", [absent, s_healthy], [], s_now)[1]);
    }

    [Fact]
    public void Describe_EnvironmentNeverDeployedTo_OneLine()
    {
        var absent = new ServiceState("frontend", "", "", 0, 0, 0, null, []);

        Assert.Equal(["beta: nothing was deployed here yet."], StatusLines.Describe("beta", [absent, absent], [], s_now));
    }

    [Fact]
    public void Describe_RolloutThatHangs_TellsOldPodsFromNewAndNamesThePodInTrouble()
    {
        var hanging = s_healthy with { ReadyOnRevision = 0, Pods = [new PodState("backend-1", "Ready"), new PodState("backend-2", "CrashLoopBackOff")] };

        Assert.Equal(
            ["    0 of them on this revision, the others on an earlier one", "    backend-2: CrashLoopBackOff"],
            StatusLines.Describe("stage", [hanging], [], s_now).Skip(2).Take(2));
    }

    [Theory]
    [InlineData(0, "just now")]
    [InlineData(59, "just now")]
    [InlineData(60, "1 min ago")]
    [InlineData(3600, "1 h ago")]
    [InlineData(200_000, "2 d ago")]
    public void Describe_LastRelease_SaysHowLongAgo(int seconds, string expected)
    {
        var ended = s_now.AddSeconds(-seconds);
        var entry = new LedgerEntry(4, "1a2b3c", "1a2b3c", "Ada", ended, ended, LedgerOutcome.Failed, "backend: CrashLoopBackOff", "hash", []);

        Assert.Equal($"  Release 4 (1a2b3c, by Ada) failed {expected}: backend: CrashLoopBackOff", StatusLines.Describe("stage", [s_healthy], [entry], s_now)[^1]);
    }

    [Fact]
    public void ToJson_Status_IsReadableByScripts()
    {
        var json = new StatusDocument([new EnvironmentDocument("stage", "p25-stage", [s_healthy], null)]).ToJson();

        Assert.Contains("\"name\": \"backend\"", json, StringComparison.Ordinal);
        Assert.Contains("\"readyOnRevision\": 3", json, StringComparison.Ordinal);
        Assert.EndsWith("}\n", json, StringComparison.Ordinal);
    }
}
