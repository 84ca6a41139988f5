using System.Net;
using Sluice.EndToEnd.Harness;
using Sluice.Oci;
using Sluice.Oci.Registry;
using Sluice.Rollouts.Ledger;
using Sluice.Supply.Evidence;

namespace Sluice.EndToEnd.Scenarios;

/// <summary>From source to serving, and what is recorded about it.</summary>
[Collection(StageScenarios.Name)]
public sealed class FirstDeployTests(DeployedStage stage)
{
    public static TheoryData<string> Services => ["backend", "ml-service", "frontend"];

    [Theory]
    [MemberData(nameof(Services))]
    public async Task FirstDeploy_EveryService_ServesItsRevisionAtThePrintedUrl(string service)
    {
        var workspace = await stage.ReadyAsync();
        using var cluster = await StageCluster.OpenAsync(workspace);

        var status = (await workspace.StatusAsync())[service];
        var answer = await Web.GetAsync(stage.FirstDeploy.UrlOf(service), "/healthz");

        Assert.Equal(HttpStatusCode.OK, answer.Code);
        Assert.NotEmpty(answer.Revision);
        Assert.Equal(status.Revision, answer.Revision);
        Assert.Equal(status.Url, stage.FirstDeploy.UrlOf(service));
        Assert.Equal(status.Desired, status.Ready);
        var template = (await cluster.DeploymentAsync(service))["spec"]!["template"]!;
        Assert.Equal(answer.Revision, template["metadata"]!["labels"]!["sluice.dev/revision"]!.ToString());
    }

    [Fact]
    public async Task FirstDeploy_Frontend_ReachesBackendAndBackendReachesMlService()
    {
        var workspace = await stage.ReadyAsync();
        var status = await workspace.StatusAsync();
        var frontend = stage.FirstDeploy.UrlOf("frontend");

        var page = await Web.GetAsync(frontend, "/");
        var benchmarks = await Web.GetAsync(frontend, "/api/benchmarks");
        var score = await Web.GetAsync(stage.FirstDeploy.UrlOf("backend"), "/api/score?cpu=aster-6");

        Assert.Contains("<html", page.Body, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("backend", benchmarks.Json["servedBy"]!["service"]!.ToString());
        Assert.Equal(status["backend"].Revision, benchmarks.Json["servedBy"]!["revision"]!.ToString());
        Assert.Equal(status["frontend"].Revision, benchmarks.Revision);
        Assert.Equal("ml-service", score.Json["predictedBy"]!["service"]!.ToString());
        Assert.Equal(status["ml-service"].Revision, score.Json["predictedBy"]!["revision"]!.ToString());
    }

    [Fact]
    public async Task FirstDeploy_Ledger_HasOneReleaseWithEveryImageByDigest()
    {
        await stage.ReadyAsync();

        var release = Assert.Single(stage.FirstLedger);

        Assert.Equal(LedgerOutcome.Succeeded, release.Outcome);
        Assert.Equal("Robin", release.Author);
        Assert.Matches("^[0-9a-f]{40}$", release.Commit);
        Assert.Equal(["backend", "frontend", "ml-service"], release.Services.Select(service => service.Name).Order());
        Assert.All(release.Services, service => Assert.Matches("@sha256:[0-9a-f]{64}$", service.Image));
        Assert.All(release.Services, service => Assert.NotEmpty(service.Revision));
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task FirstDeploy_Image_IsPinnedByDigestAndHasPassingEvidenceInTheRegistry(string service)
    {
        var workspace = await stage.ReadyAsync();
        using var cluster = await StageCluster.OpenAsync(workspace);
        using var registry = new RegistryClient();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));

        var container = Assert.Single((await cluster.DeploymentAsync(service))["spec"]!["template"]!["spec"]!["containers"]!.AsArray());
        var image = ImageReference.Parse(container!["image"]!.ToString());

        Assert.Equal($"pcbench/{service}", image.Repository);
        var digest = Assert.NotNull(image.Digest);
        var evidence = await EvidenceReader.ReadScanAsync(registry, image, digest, limit.Token);
        Assert.IsType<EvidenceDecision.Accepted>(EvidencePolicy.Check(digest, evidence));
    }
}
