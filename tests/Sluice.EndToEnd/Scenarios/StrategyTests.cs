using Sluice.EndToEnd.Harness;

namespace Sluice.EndToEnd.Scenarios;

/// <summary>A service whose strategy changes while it serves, with jobs that have a say.</summary>
[Collection(BetaScenarios.Name)]
public sealed class StrategyTests(DeployedBeta beta)
{
    private const string Path = "/healthz";
    private const double PerSecond = 200;
    private const int Enough = 1_000;

    [Fact]
    public async Task Service_FromBlueGreenToCanaryAndBack_AsksItsJobs_AndLosesNoRequest()
    {
        var workspace = await beta.ReadyAsync();
        var users = (await workspace.StatusAsync("beta"))["frontend"].Url;
        await using var load = Traffic.Start(users, Path, PerSecond);

        DeployedBeta.Place(
            workspace,
            "frontend",
            "{strategy: halved}",
            ("halved", "{canary: {steps: [{weight: 50, dwell: 1s}]}}"),
            ("previewed", """{blueGreen: {preview: 1, bake: 1s, checks: [{smoke: {name: ask, command: [sh, -c, "curl -fsS $SLUICE_CANDIDATE_URL/healthz"]}}, {manual: "Does it look right?"}]}}"""));
        workspace.Configure("frontend", "VARIANT", "by canary");
        (await beta.DeployAsync()).Expect(0).Says("frontend 1/2: 50 %").Says("frontend promoted");

        workspace.Edit("sluice.yaml", "strategy: halved", "strategy: previewed");
        workspace.Edit(
            "sluice.yaml",
            "    project: samples/pcbench/frontend\n",
            """
                project: samples/pcbench/frontend
                hooks:
                  before: [{name: prepare, command: [sh, -c, "echo prepared"]}]
                  after: [{name: tidy, command: [sh, -c, "echo nothing to tidy; exit 4"], onFailure: continue}]

            """);
        workspace.Configure("frontend", "STRATEGY", "by preview");
        await PreviewedAsync(workspace);
        var served = (await workspace.StatusAsync("beta"))["frontend"];

        workspace.Edit("sluice.yaml", "curl -fsS $SLUICE_CANDIDATE_URL/healthz", "echo its pages are blank; exit 7");
        workspace.Configure("frontend", "PAGES", "blank");
        (await beta.DeployAsync()).Expect(3).Says("frontend").Says("its log ends with: its pages are blank").DoesNotSay("100 % (candidate");

        Assert.Equal(served.Revision, (await workspace.StatusAsync("beta"))["frontend"].Revision);
        await load.UntilAsync(Enough);
        var report = await load.EndAsync();
        Traffic.LostNothing(report, Enough / 2 - 1);
        Assert.Equal(3, report.Revisions.Count);
    }

    /// <summary>One pod is looked at by a job and by a person; before anybody is sent there, there are as many as serve.</summary>
    private async Task PreviewedAsync(Workspace workspace)
    {
        using var build = await beta.StartAsync();
        await build.SaysAsync("Does it look right?");
        (await workspace.RunAsync("Promote", "--environment", "beta", "--reason", "it does")).Expect(0);

        (await build.EndAsync()).Expect(0)
            .Says("The hook prepare of frontend runs")
            .Says("the candidate is ready (candidate 1 pod ready)")
            .Says("the job ask passes")
            .Says("100 % (candidate 2 pods ready)")
            .Says("frontend promoted")
            .SaysLike("The hook tidy of frontend, which runs after the rollout, failed: .*its log ends with: nothing to tidy.*The rollout goes on");
    }
}
