using Sluice.EndToEnd.Harness;

namespace Sluice.EndToEnd.Scenarios;

/// <summary>From a tag to beta, and from beta to prod through the registry.</summary>
public sealed class PromotionTests
{
    [Fact]
    public async Task Release_FromBetaToProd_RunsTheSameBytesOrNothing()
    {
        await using var workspace = await Workspace.CreateAsync();
        workspace.Edit("sluice.yaml", "    approvals:\n      required: 1\n", "");
        await workspace.CommitAsync("no approvals");

        (await workspace.RunAsync("DeployBeta")).Expect(2).Says("has no tag for beta").Says("git tag v1.0.0-beta1");
        (await workspace.RunAsync("DeployBeta", "--release-version", "1.0")).Expect(2).Says("'1.0' is not a version");
        (await workspace.RunAsync("DeployProd", "--release-version", "1.0.0")).Expect(2).Says("no pre-release of it ever ran in beta").Says("Nothing was changed.");

        await workspace.TagAsync("v1.0.0-beta1");
        (await workspace.RunAsync("DeployBeta")).Expect(0).Says("the images that the registry has of commit").Says("beta serves release 1 (1.0.0-beta1)");
        (await workspace.RunAsync("DeployProd", "--release-version", "v1.0.0")).Expect(0).Says("the images of 1.0.0-beta1, which succeeded in beta").Says("prod serves release 1 (1.0.0)");

        workspace.Configure("backend", "VARIANT", "next");
        await workspace.CommitAsync("another commit");
        (await workspace.RunAsync("DeployProd", "--release-version", "1.0.0")).Expect(2).Says("1.0.0-beta1 succeeded in beta, but it is commit");
    }
}
