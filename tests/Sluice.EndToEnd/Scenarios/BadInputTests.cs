using Sluice.EndToEnd.Harness;

namespace Sluice.EndToEnd.Scenarios;

/// <summary>Mistakes in the command, in sluice.yaml and in the source: exit 2, with the place and what to write instead.</summary>
[Collection(StageScenarios.Name)]
public sealed class BadInputTests(DeployedStage stage)
{
    /// <summary>Which text of sluice.yaml becomes which, the line of the mistake, and what the message names.</summary>
    public static TheoryData<string, string, int, string> PipelineMistakes => new()
    {
        { "application: pcbench", "aplication: pcbench", 3, "application" },
        { "    dependsOn: [ml-service] ", "    dependsOn: [ml-servcie] ", 12, "ml-service" },
        { "    port: 8080                            # the port", "    port: eighty                          # the port", 11, "eighty" },
        { "  ml-service:\n", "  backend:\n", 13, "backend" },
        { "samples/pcbench/frontend", "samples/pcbench/frontent", 17, "samples/pcbench/frontend" },
        { "    strategy: rolling", "    strategy: roling", 27, "rolling" },
        { "    readyDeadline: 120s", "    readyDeadline: soon", 28, "soon" },
        { "environments:\n", "environments: [\n", 24, "sluice.yaml" },
    };

    [Theory]
    [MemberData(nameof(PipelineMistakes))]
    public async Task MistakeInSluiceYaml_IsNamedWithItsLine(string from, string to, int line, string named)
    {
        var workspace = await stage.ReadyAsync();
        workspace.Edit("sluice.yaml", from, to);

        var refused = await workspace.RunAsync("DeployStage");
        await workspace.RestoreAsync();

        refused.Expect(2).SaysLike($"sluice.yaml:{line}\\b").Says(named);
    }

    [Fact]
    public async Task ClusterThatCannotRunTheImages_IsRefusedBeforeAnythingIsDone()
    {
        var workspace = await stage.ReadyAsync();
        workspace.Edit("sluice.yaml", "    cluster: sandbox ", "    cluster: {context: somewhere} ");

        var refused = await workspace.RunAsync("DeployStage", "--skip");
        await workspace.RestoreAsync();

        refused.Expect(2).Says("somewhere").Says("cluster: sandbox");
    }

    [Fact]
    public async Task ServiceThatNoWorkloadRuns_IsRefused()
    {
        var workspace = await stage.ReadyAsync();
        workspace.Edit("k8s/base/kustomization.yaml", "  - frontend\n", "");
        workspace.Edit("k8s/overlays/stage/kustomization.yaml", "  - name: frontend\n    count: 1\n", "");

        var refused = await workspace.RunAsync("DeployStage");
        await workspace.RestoreAsync();

        refused.Expect(2).Says("no workload runs the service 'frontend'");
    }

    [Fact]
    public async Task CodeThatDoesNotCompile_IsNamedWithFileAndLine()
    {
        var workspace = await stage.ReadyAsync();
        workspace.Edit("samples/pcbench/backend/Program.cs", "return await", "return awaited");

        var refused = await workspace.RunAsync("DeployStage");
        await workspace.RestoreAsync();

        refused.Expect(2).SaysLike(@"(^|\s)samples/pcbench/backend/Program\.cs:4").Says("backend does not compile");
    }

    [Theory]
    [InlineData("DeployStag", "Did you mean DeployStage?")]
    [InlineData("Statsu", "Did you mean Status?")]
    [InlineData("--verbosty", "Did you mean --verbosity?")]
    public async Task MistypedTargetOrOption_IsAnsweredWithTheNearestName(string argument, string answer)
    {
        var workspace = await stage.ReadyAsync();

        (await workspace.RunAsync(argument)).Expect(2).Says(answer).Says("./build.sh --help");
    }
}
