using Sluice.EndToEnd.Harness;

namespace Sluice.EndToEnd.Scenarios;

/// <summary>Whatever is skipped: only an image with passing evidence for its digest is deployed.</summary>
[Collection(StageScenarios.Name)]
public sealed class EvidenceTests(DeployedStage stage)
{
    /// <summary>A skipped target takes along what nothing else needs; a target that is invoked runs all the same.</summary>
    [Theory]
    [InlineData("BuildImage DeployStage --skip Scan", 3, "no scan is recorded for it")]
    [InlineData("BuildImage DeployStage --skip Push", 3, "must not be deployed")]
    [InlineData("BuildImage Scan DeployStage --skip Push", 3, "must not be deployed")]
    [InlineData("DeployStage --skip Push", 2, "there is no image of its present sources")]
    [InlineData("DeployStage --skip BuildImage", 2, "there is no image of its present sources")]
    public async Task ChangedSource_WithATargetSkipped_IsRefusedAndNothingApplied(string arguments, int exitCode, string reason)
    {
        var workspace = await stage.ReadyForChangeAsync();
        using var cluster = await StageCluster.OpenAsync(workspace);
        var before = await cluster.VersionsAsync();
        workspace.Edit("samples/pcbench/frontend/wwwroot/index.html", "<h1>PcBench</h1>", $"<h1>PcBench by {arguments}</h1>");

        var refused = (await workspace.RunAsync(arguments.Split(' '))).Expect(exitCode);

        refused.Says(reason).Says("frontend").Says("./build.sh ");
        Assert.Equal(before, await cluster.VersionsAsync());
    }
}
