using Sluice.EndToEnd.Harness;
using Sluice.Load;

namespace Sluice.EndToEnd.Scenarios;

/// <summary>Canary and blue-green in the sandbox, with users who come all the while.</summary>
[Collection(BetaScenarios.Name)]
public sealed class RolloutTests(DeployedBeta beta)
{
    private const string Path = "/api/benchmarks";
    private const double PerSecond = 200;
    private const int Enough = 1_000;

    [Fact]
    public void FirstDeploy_NothingServesYet_SkipsTheStepsAndSaysSo()
    {
        beta.FirstDeploy.Expect(0).Says("backend promoted").Says("frontend promoted").Says("beta serves release 1");
        Assert.DoesNotContain(beta.FirstDeploy.Lines, line => line.Contains("1/3: 25 %", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Promotion_AndTheWayBackWithAWarmStack_LoseNoRequest()
    {
        var workspace = await beta.ReadyAsync();
        var before = (await workspace.StatusAsync("beta"))["backend"];
        var ml = (await workspace.StatusAsync("beta"))["ml-service"];
        workspace.Configure("backend", "VARIANT", "promoted");
        workspace.Configure("ml-service", "VARIANT", "promoted");

        await using (var load = Traffic.Start(before.Url, Path, PerSecond))
        {
            (await beta.DeployAsync()).Expect(0).Says("backend 1/3: 25 %").Says("backend 2/3: 50 %").Says("backend promoted").Says("stays warm until").Says("ml-service its pods are replaced in place").Says("ml-service promoted");
            await load.UntilAsync(Enough);
            var report = await load.EndAsync();
            Traffic.LostNothing(report, Enough / 2 - 1);
            Assert.Equal(2, report.Revisions.Count);
        }

        var promoted = (await workspace.StatusAsync("beta"))["backend"];
        Assert.NotEqual(before.Revision, promoted.Revision);
        Assert.NotEqual(ml.Revision, (await workspace.StatusAsync("beta"))["ml-service"].Revision);
        await using (var load = Traffic.Start(before.Url, Path, PerSecond))
        {
            (await workspace.RunAsync("RollbackBeta")).Expect(0).Says("All new requests go to").Says("on hold in beta now");
            await load.UntilAsync(Enough);
            Traffic.LostNothing(await load.EndAsync(), Enough / 2 - 1);
        }

        Assert.Equal([before.Revision, ml.Revision], await RevisionsAsync(workspace));
        (await beta.DeployAgainAsync()).Expect(7).Says("LiftHold --environment beta");
    }

    [Fact]
    public async Task Gate_FindsTheCandidateWorse_TakesTheTrafficBackAndKeepsTheEvidence()
    {
        var workspace = await beta.ReadyAsync();
        var before = (await workspace.StatusAsync("beta"))["backend"];
        DeployedBeta.Watch(workspace);
        workspace.Configure("backend", "FAULT_ERROR_RATE", "0.5");

        await using var load = Traffic.Start(before.Url, Path, PerSecond);
        var refused = (await beta.DeployAsync()).Expect(3);
        var report = await load.EndAsync();

        refused.Says("watched").SaysLike("backend taken back to 0 % in [0-9]+ ms").Says("on hold in beta now").Says("Evidence: ");
        Assert.Equal(before.Revision, (await workspace.StatusAsync("beta"))["backend"].Revision);
        Assert.Equal(2, report.Revisions.Count);
        (await beta.DeployAgainAsync()).Expect(7);
    }

    [Fact]
    public async Task ServiceUpdatedInPlace_GoesBackWithTheOthersAndByItsOwnGate()
    {
        var workspace = await beta.ReadyAsync();
        var before = await RevisionsAsync(workspace);
        var urls = await workspace.StatusAsync("beta");
        workspace.Configure("ml-service", "VARIANT", "in-place");
        workspace.Configure("backend", "FAULT_CRASH_AFTER_SECONDS", "0");

        await using (var load = Traffic.Start(urls["backend"].Url, Path, PerSecond))
        {
            (await beta.DeployAsync()).Expect(3).Says("ml-service promoted").Says("CrashLoopBackOff").Says("ml-service taken back: its pods are those of the release before");
            await load.UntilAsync(Enough);
            Traffic.LostNothing(await load.EndAsync(), Enough / 2 - 1);
        }

        Assert.Equal(before, await RevisionsAsync(workspace));
    }

    [Fact]
    public async Task Gate_FindsPodsThatWereReplacedInPlaceWorse_TheyAreReplacedAgain()
    {
        var workspace = await beta.ReadyAsync();
        var before = await workspace.StatusAsync("beta");
        DeployedBeta.Watch(workspace);
        workspace.Configure("ml-service", "FAULT_ERROR_RATE", "0.5");

        await using var load = Traffic.Start(before["ml-service"].Url, "/predict?cores=6&clockGHz=4.2&cacheMb=16", PerSecond);
        var refused = (await beta.DeployAsync()).Expect(3);
        var report = await load.EndAsync();

        refused.Says("ml-service its pods are replaced in place, and the gate looks").Says("ml-service taken back").Says("on hold in beta now").Says("Evidence: ");
        Assert.Equal([before["backend"].Revision, before["ml-service"].Revision], await RevisionsAsync(workspace));
        Assert.Equal(2, report.Revisions.Count);
    }

    [Fact]
    public async Task SecondService_ThatCrashes_FailsFastAndTakesTheFirstBackToo()
    {
        var workspace = await beta.ReadyAsync();
        var before = (await workspace.StatusAsync("beta"))["backend"];
        workspace.Configure("backend", "VARIANT", "never seen to the end");
        workspace.Configure("frontend", "FAULT_CRASH_AFTER_SECONDS", "0"); // it comes after backend, which is promoted by then

        await using var load = Traffic.Start(before.Url, Path, PerSecond);
        (await beta.DeployAsync()).Expect(3).Says("backend promoted").Says("backend taken back to 0 %").SaysLike("frontend-[a-z0-9]+-.*CrashLoopBackOff").Says("FAULT_CRASH_AFTER_SECONDS").Says("Evidence: ");

        await load.UntilAsync(Enough);
        Traffic.LostNothing(await load.EndAsync(), Enough / 2 - 1);
        Assert.Equal(before.Revision, (await workspace.StatusAsync("beta"))["backend"].Revision);
    }

    [Fact]
    public async Task Terminated_InTheMiddleOfAStep_TheWeightIsBackInFiveSecondsAndResumeGoesOn()
    {
        var workspace = await beta.ReadyAsync();
        var before = (await workspace.StatusAsync("beta"))["backend"];
        workspace.Configure("backend", "VARIANT", "resumed");
        await using var load = Traffic.Start(before.Url, Path, PerSecond);
        using var build = await beta.StartAsync();
        await build.SaysAsync("backend 2/3: 50 %");

        var begun = TimeProvider.System.GetTimestamp();
        await build.SignalAsync("TERM");
        var ended = (await build.EndAsync()).Expect(130);
        var took = TimeProvider.System.GetElapsedTime(begun);

        ended.Says("Resume").Says("Abort");
        Assert.True(took < TimeSpan.FromSeconds(5), $"{took.TotalSeconds:0.0} s from signal to end");
        var status = await workspace.StatusAsync("beta");
        Assert.Null(status.Lock);
        Assert.Equal(before.Revision, status["backend"].Revision);
        (await workspace.RunAsync("Resume", "--environment", "beta")).Expect(0).Says("backend promoted");
        Assert.NotEqual(before.Revision, (await workspace.StatusAsync("beta"))["backend"].Revision);
        await load.UntilAsync(Enough);
        Traffic.LostNothing(await load.EndAsync(), Enough / 2 - 1);
    }

    [Fact]
    public async Task Killed_InTheMiddleOfAStep_AbortTakesEverythingBack()
    {
        var workspace = await beta.ReadyAsync();
        var before = (await workspace.StatusAsync("beta"))["backend"];
        workspace.Configure("backend", "VARIANT", "aborted");
        await using var load = Traffic.Start(before.Url, Path, PerSecond);
        using var build = await beta.StartAsync();
        await build.SaysAsync("backend 1/3: 25 %");
        await build.SignalAsync("KILL");
        await build.EndAsync();

        (await workspace.RunAsync("Status")).Expect(0).SaysLike(@"Rollout [0-9]+ \(.*\): running").Says("backend 1/3");
        (await workspace.RunAsync("Abort", "--environment", "beta")).Expect(0);

        Assert.Equal(before.Revision, (await workspace.StatusAsync("beta"))["backend"].Revision);
        await load.UntilAsync(Enough);
        Traffic.LostNothing(await load.EndAsync(), Enough / 2 - 1);
        (await workspace.RunAsync("Abort", "--environment", "beta")).Expect(0);
    }

    [Fact]
    public async Task Scaling_WithoutANewRevision_StartsNoCanary()
    {
        var workspace = await beta.ReadyAsync();
        workspace.Edit("k8s/overlays/beta/kustomization.yaml", "count: 2", "count: 3");

        var scaled = (await beta.DeployAsync()).Expect(0);

        Assert.DoesNotContain(scaled.Lines, line => line.Contains("frontend promoted", StringComparison.Ordinal));
        Assert.Equal(3, (await workspace.StatusAsync("beta"))["frontend"].Desired);
    }

    private static async Task<string[]> RevisionsAsync(Workspace workspace)
    {
        var status = await workspace.StatusAsync("beta");
        return [status["backend"].Revision, status["ml-service"].Revision];
    }
}
