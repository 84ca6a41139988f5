using System.Text.Json.Nodes;
using Sluice.Manifests;
using Sluice.Rollouts.Deploy;
using Sluice.Rollouts.Events;
using Sluice.Rollouts.Ports;
using Sluice.Rollouts.Rollback;

namespace Sluice.Rollouts.Tests.Rollback;

public class ReleaseRollbackTests
{
    private readonly Shop shop = new();

    [Fact]
    public async Task Run_Twice_GoesOneFurtherBackEachTime()
    {
        await shop.DeployAsync("1");
        await shop.DeployAsync("2");
        await shop.DeployAsync("3");

        Assert.Equal(2, Assert.IsType<RollbackOutcome.Back>(await shop.RollbackAsync()).Target.Release);
        Assert.Contains("Deployment/backend 2", shop.Cluster.Live);
        Assert.Equal(1, Assert.IsType<RollbackOutcome.Back>(await shop.RollbackAsync()).Target.Release);
        Assert.Contains("Deployment/backend 1", shop.Cluster.Live);

        RollbackOutcome third = await shop.RollbackAsync();

        Assert.Equal("No release served before 1 (1.1.0).", Assert.IsType<RollbackOutcome.Refused>(third).Choice.Why);
        Assert.Equal(2, ExitCodes.Of(third));
        Assert.Equal("1 Succeeded, 2 Succeeded, 3 Succeeded, 4 Succeeded→2, 5 Succeeded→1", shop.Ledger());
        Assert.Equal(("on call", "RollbackStage"), (shop.Cluster.Entries[^1].Author, shop.Cluster.Entries[^1].Reason));
    }

    [Fact]
    public async Task Run_ReleaseWithMoreThanServices_WaitsForWhatServesOnAndNotForJobs()
    {
        await shop.DeployAsync("1", FakePorts.Object("StatefulSet", "db"), FakePorts.Object("Job", "migrate"));
        await shop.DeployAsync("2", FakePorts.Object("StatefulSet", "db", "2"));
        shop.Cluster.Waits.Clear();

        await shop.RollbackAsync();

        string[] waited = [.. shop.Cluster.Waits.SelectMany(w => w.Objects).Select(o => o.ToString())];
        Assert.Contains("StatefulSet/db", waited);
        Assert.DoesNotContain("Job/migrate", waited);
    }

    [Fact]
    public async Task Run_ReleaseWithAJob_DoesNotRunItAgainAndSaysSo()
    {
        ManifestObject job = new(new JsonObject { ["apiVersion"] = "batch/v1", ["kind"] = "Job", ["metadata"] = new JsonObject { ["name"] = "migrate" } }, "k8s/job.yaml");
        ManifestObject nightly = new(new JsonObject { ["apiVersion"] = "batch/v1", ["kind"] = "CronJob", ["metadata"] = new JsonObject { ["name"] = "nightly" } }, "k8s/nightly.yaml");
        await shop.DeployAsync("1", job, nightly);
        await shop.DeployAsync("2");
        shop.Cluster.Calls.Clear();

        Assert.IsType<RollbackOutcome.Back>(await shop.RollbackAsync());

        Assert.Contains("apply CronJob/nightly", shop.Cluster.Calls);
        Assert.DoesNotContain("apply Job/migrate", shop.Cluster.Calls);
        Assert.Contains(shop.Cluster.Events, e => e is DeployEvent.Notice notice && notice.Text == "A return runs no Job again: Job/migrate of release 1 (1.1.0) is left out.");
    }

    [Fact]
    public async Task Run_PodOfTheBadReleaseKeepsAStatefulSet_IsDeletedAfterTheTemplateIsBackAndBeforeTheWait()
    {
        await shop.DeployAsync("1", FakePorts.Object("StatefulSet", "db"));
        await shop.DeployAsync("2", FakePorts.Object("StatefulSet", "db", "2"));
        shop.Cluster.Blocking.Add(new RemovedObject(FakePorts.Object("Pod", "db-0"), Removal.Removed, ""));
        shop.Cluster.Calls.Clear();

        Assert.IsType<RollbackOutcome.Back>(await shop.RollbackAsync());

        int applied = shop.Cluster.Calls.IndexOf("apply StatefulSet/db");
        int unblocked = shop.Cluster.Calls.LastIndexOf("unblock StatefulSet/db");
        Assert.True(applied >= 0 && applied < unblocked, string.Join(", ", shop.Cluster.Calls));
        Assert.True(unblocked < shop.Cluster.Calls.LastIndexOf("wait frontend,backend"), string.Join(", ", shop.Cluster.Calls));
        Assert.Contains(shop.Cluster.Events, e => e is DeployEvent.Notice { Text: "Pod/db-0 was not ready and kept its StatefulSet from going back; it was deleted and comes again." });
    }

    [Theory]
    [InlineData("1")]
    [InlineData("1.1.0")]
    public async Task Run_ToARelease_GoesThereAndForwardAgain(string to)
    {
        await shop.DeployAsync("1");
        await shop.DeployAsync("2");
        await shop.DeployAsync("3");

        await shop.RollbackAsync(to);
        Assert.Contains("Deployment/backend 1", shop.Cluster.Live);

        Assert.IsType<RollbackOutcome.Back>(await shop.RollbackAsync("3"));
        Assert.Contains("Deployment/backend 3", shop.Cluster.Live);
    }

    [Fact]
    public async Task Run_ToAnUnknownRelease_IsBadInputAndChangesNothing()
    {
        await shop.DeployAsync("1");
        shop.Cluster.Calls.Clear();

        RollbackOutcome outcome = await shop.RollbackAsync("9.9.9");

        Assert.Equal([1], Assert.IsType<RollbackOutcome.Refused>(outcome).Choice.Possible.Select(e => e.Release));
        Assert.Equal(2, ExitCodes.Of(outcome));
        Assert.Empty(shop.Cluster.Calls);
    }

    [Fact]
    public async Task Run_ToTheReleaseThatServes_ChecksItAndChangesNothing()
    {
        await shop.DeployAsync("1");

        var back = Assert.IsType<RollbackOutcome.Back>(await shop.RollbackAsync("1"));

        Assert.Empty(back.Changes);
        Assert.Equal("1 Succeeded, 2 Succeeded→1", shop.Ledger());
    }

    [Fact]
    public async Task Run_ReleaseDoesNotServe_Exit4AndTheNextCallGoesFurtherBack()
    {
        await shop.DeployAsync("1");
        await shop.DeployAsync("2");
        await shop.DeployAsync("3");
        shop.Crash("backend", "2");

        RollbackOutcome outcome = await shop.RollbackAsync();

        Assert.Equal(4, ExitCodes.Of(outcome));
        Assert.Equal(1, Assert.IsType<RollbackOutcome.Back>(await shop.RollbackAsync()).Target.Release);
        Assert.Equal("1 Succeeded, 2 Succeeded, 3 Succeeded, 4 Failed→2, 5 Succeeded→1", shop.Ledger());
    }

    [Fact]
    public async Task Run_PodsOfTheBadReleaseDoNotServe_TheirEvidenceIsKeptUnderItsNumber()
    {
        await shop.DeployAsync("1");
        await shop.DeployAsync("2");

        RollbackOutcome outcome = await shop.RollbackAsync();

        Assert.Equal(["evidence/2"], outcome.Evidence);
    }

    [Fact]
    public async Task Run_Cancelled_IsInterruptedAndRecorded()
    {
        await shop.DeployAsync("1");
        await shop.DeployAsync("2");
        using var cancel = new CancellationTokenSource();
        shop.Cluster.OnWait = cancel.Cancel;

        RollbackOutcome outcome = await shop.RollbackAsync(cancellationToken: cancel.Token);

        Assert.IsType<RollbackOutcome.Interrupted>(outcome);
        Assert.Equal(130, ExitCodes.Of(outcome));
        Assert.Equal("1 Succeeded, 2 Succeeded, 3 Interrupted→1", shop.Ledger());
    }

    /// <summary>Whatever is deployed, fails, is killed and is taken back: what serves in the end is one release as a whole.</summary>
    [Fact]
    public async Task Run_AnyHistory_OneReleaseServesAsAWhole()
    {
        var random = new Random(23);
        for (int round = 0; round < 25; round++)
        {
            var any = new Shop { HistoryLimit = 3 };
            await any.DeployAsync("1");
            for (int step = 2; step < 14; step++)
            {
                string marker = step.ToString(System.Globalization.CultureInfo.InvariantCulture);
                any.Cluster.OnWait = random.Next(6) == 0 ? () => throw new InvalidOperationException("killed") : null;
                if (random.Next(3) == 0)
                {
                    any.Crash(random.Next(2) == 0 ? "backend" : "frontend", marker);
                }

                try
                {
                    _ = random.Next(3) == 0 ? (object)await any.RollbackAsync() : await any.DeployAsync(marker, FakePorts.Object("ConfigMap", $"only-in-{marker}", marker));
                }
                catch (InvalidOperationException)
                {
                    continue;
                }

                string[] markers = [.. any.Cluster.Live.Where(l => !l.StartsWith("Service", StringComparison.Ordinal)).Select(l => l.Split(' ')[1]).Distinct()];
                bool settled = any.Cluster.Entries[^1].Outcome == Ledger.LedgerOutcome.Succeeded;
                Assert.True(!settled || markers.Length == 1, $"{any.Ledger()}: {string.Join(", ", any.Cluster.Live)}");
                Assert.True(!settled || any.Cluster.Stored.Count <= 4, $"{any.Cluster.Stored.Count} releases are stored");
            }
        }
    }
}
