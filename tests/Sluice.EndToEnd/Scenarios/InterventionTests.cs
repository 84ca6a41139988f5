using Sluice.EndToEnd.Harness;

namespace Sluice.EndToEnd.Scenarios;

/// <summary>People who step in from another terminal, and releases that come while another one is on its way.</summary>
[Collection(BetaScenarios.Name)]
public sealed class InterventionTests(DeployedBeta beta)
{
    private const string Path = "/api/benchmarks";
    private const double PerSecond = 200;
    private const int Enough = 1_000;

    [Fact]
    public async Task Canary_AbortedThenReplacedThenPromoted_EachStartsFromStable_AndLosesNoRequest()
    {
        var workspace = await beta.ReadyAsync();
        DeployedBeta.Place(
            workspace,
            "backend",
            "{strategy: asked, gate: patient}",
            ("asked", "{canary: {steps: [{weight: 25, gate: none}, {pause: forever}, {weight: 50}]}}"));
        workspace.Edit("sluice.yaml", "gates:\n", "gates:\n  patient: {errors: http_requests_total, evidence: {dwell: 1m, deadline: 5m}}\n");
        var stable = (await workspace.StatusAsync("beta"))["backend"];
        await using var load = Traffic.Start(stable.Url, Path, PerSecond);

        using (var first = await PausedAsync(workspace, "first"))
        {
            (await workspace.RunAsync("Abort", "--environment", "beta", "--reason", "not today")).Expect(0);
            (await first.EndAsync()).Expect(3).Says("Going back: A person ended it").Says("backend taken back to 0 %");
        }

        Assert.Equal(stable.Revision, (await workspace.StatusAsync("beta"))["backend"].Revision);
        using (var second = await PausedAsync(workspace, "second"))
        {
            await second.SignalAsync("TERM");
            (await second.EndAsync()).Expect(130);
        }

        using var third = await PausedAsync(workspace, "third");
        (await workspace.RunAsync("Promote", "--environment", "beta")).Expect(0);
        await third.SaysAsync("backend 3/4: 50 %");
        (await workspace.RunAsync("Promote", "--full", "--environment", "beta")).Expect(0);
        (await third.EndAsync()).Expect(0).SaysLike($"revision {stable.Revision} → ").Says("A person promotes this step").Says("A person promotes it fully").Says("backend promoted");

        await load.UntilAsync(Enough);
        var report = await load.EndAsync();
        Traffic.LostNothing(report, Enough / 2 - 1);
        Assert.Equal(4, report.Revisions.Count);
    }

    /// <summary>Deploys another backend and waits until it asks for a person.</summary>
    private async Task<RunningBuild> PausedAsync(Workspace workspace, string variant)
    {
        workspace.Configure("backend", $"VARIANT_{variant.ToUpperInvariant()}", "yes");
        var build = await beta.StartAsync();
        await build.SaysAsync("backend 2/4: waits for a person");
        return build;
    }
}
