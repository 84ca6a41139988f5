using Sluice.EndToEnd.Harness;

namespace Sluice.EndToEnd.Scenarios;

/// <summary>Ten thousand users on new connections and ten thousand on kept ones, and none of them notices.</summary>
[Collection(StageScenarios.Name)]
public sealed class ZeroLossTests(DeployedStage stage)
{
    private const int Enough = 10_000;
    private const double PerSecond = 800;

    [Fact]
    public async Task RollingUpdate_TenThousandRequestsOfEachKind_LosesNone()
    {
        var workspace = await stage.ReadyForChangeAsync();
        var before = (await workspace.StatusAsync())["backend"];
        workspace.Configure("backend", "VARIANT", "next");

        await using var load = Traffic.Start(before.Url, "/api/benchmarks", PerSecond);
        (await workspace.RunAsync("DeployStage")).Expect(0);
        await load.UntilAsync(2 * Enough);
        var report = await load.EndAsync();

        Traffic.LostNothing(report, Enough - 1);
        var after = (await workspace.StatusAsync())["backend"];
        Assert.Equal(new[] { before.Revision, after.Revision }.Order(), report.Revisions.Select(answers => answers.Revision));
    }

    [Fact]
    public async Task AutomaticReturn_TenThousandRequestsOfEachKind_LosesNone()
    {
        var workspace = await stage.ReadyForChangeAsync();
        var before = (await workspace.StatusAsync())["backend"];
        workspace.Configure("frontend", "FAULT_CRASH_AFTER_SECONDS", "0"); // it comes after backend, which is through by then
        workspace.Configure("backend", "VARIANT", "never seen to the end");

        await using var load = Traffic.Start(before.Url, "/api/benchmarks", PerSecond);
        (await workspace.RunAsync("DeployStage")).Expect(3).Says("is back after");
        await load.UntilAsync(2 * Enough);
        var report = await load.EndAsync();

        Traffic.LostNothing(report, Enough - 1);
        Assert.Equal(before.Revision, (await workspace.StatusAsync())["backend"].Revision);
        Assert.Equal(2, report.Revisions.Count);
    }
}
