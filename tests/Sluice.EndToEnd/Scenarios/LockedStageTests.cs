using Sluice.EndToEnd.Harness;

namespace Sluice.EndToEnd.Scenarios;

/// <summary>An environment is changed by one run at a time.</summary>
[Collection(StageScenarios.Name)]
public sealed class LockedStageTests(DeployedStage stage)
{
    [Fact]
    public async Task TwoDeploysAtOnce_OneWaitsForTheOther_AndLeaveOneState()
    {
        var workspace = await stage.ReadyForChangeAsync();
        using var cluster = await StageCluster.OpenAsync(workspace);
        using var first = await StartSlowAsync(workspace);

        var second = (await workspace.RunAsync("DeployStage", "--lock-wait", "90s")).Expect(0);

        second.SaysLike($"Waiting up to .* for the lock of stage: .*, process {first.Pid}, run .* has it for DeployStage of ").Says("Nothing changed");
        (await first.EndAsync()).Expect(0);
        var status = await workspace.StatusAsync();
        Assert.All(status.Services, service => Assert.Equal(service.Desired, service.Ready));
        Assert.Null(status.Lock);
        var numbers = (await cluster.LedgerAsync()).Select(entry => entry.Number).ToList();
        Assert.Equal(numbers.Distinct().Order(), numbers);
    }

    [Fact]
    public async Task SecondDeploy_ThatDoesNotWait_IsRefusedAndNamesTheHolder()
    {
        var workspace = await stage.ReadyForChangeAsync();
        using var first = await StartSlowAsync(workspace);

        var second = (await workspace.RunAsync("DeployStage", "--lock-wait", "0")).Expect(6);

        second.SaysLike($"stage is locked by another run: .*, process {first.Pid}, run [0-9a-f]+")
            .SaysLike("It has the lock for DeployStage of .*, since [0-9.]+ s")
            .Says("Nothing was changed")
            .Says("Next: ./build.sh DeployStage --lock-wait");
        (await first.EndAsync()).Expect(0);
    }

    [Fact]
    public async Task Status_WhileADeployRuns_NamesTheHolder()
    {
        var workspace = await stage.ReadyForChangeAsync();
        using var first = await StartSlowAsync(workspace);

        var status = await workspace.StatusAsync();

        Assert.Contains($", process {first.Pid}, ", status.Lock!.Holder, StringComparison.Ordinal);
        Assert.StartsWith("DeployStage of ", status.Lock.Purpose, StringComparison.Ordinal);
        Assert.False(status.Lock.IsDead);
        (await first.EndAsync()).Expect(0);
    }

    [Fact]
    public async Task LockWait_Mistyped_IsToldBeforeAnythingIsBuilt()
    {
        var workspace = await stage.ReadyAsync();

        (await workspace.RunAsync("DeployStage", "--lock-wait", "soon")).Expect(2).Says("--lock-wait: 'soon' is no duration").DoesNotSay("unchanged, image");
    }

    /// <summary>A deploy that has the lock and needs a while.</summary>
    private static async Task<RunningBuild> StartSlowAsync(Workspace workspace)
    {
        workspace.Configure("frontend", "FAULT_SLOW_START_SECONDS", "12");
        var build = workspace.Start("DeployStage");
        await build.SaysAsync("Waiting for frontend");
        return build;
    }
}
