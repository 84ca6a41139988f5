using Sluice.Manifests;
using Sluice.Rollouts.Deploy;
using Sluice.Rollouts.Locking;

namespace Sluice.Rollouts.Tests.Locking;

public class FirstNamespaceTests
{
    private readonly FakePorts cluster = new();

    [Fact]
    public async Task Create_ValidManifests_AppliesTheNamespaceAndNothingElse()
    {
        var created = await FirstNamespace.CreateAsync(cluster, Request(FakePorts.Object("Deployment", "backend"), FakePorts.Object("Namespace", "p25"), FakePorts.Object("Namespace", "other")), default);

        Assert.Equal(["validate", "apply Namespace/p25"], cluster.Calls);
        Assert.Equal("Namespace/p25", Assert.Single(created.Value!).Manifest.ToString());
    }

    [Fact]
    public async Task Create_SomethingIsRefused_LeavesNoNamespaceBehind()
    {
        cluster.Refused["Deployment/backend"] = new ClusterProblem(ClusterProblemKind.Invalid, "no such field", "");

        var created = await FirstNamespace.CreateAsync(cluster, Request(FakePorts.Object("Deployment", "backend"), FakePorts.Object("Namespace", "p25")), default);

        Assert.Equal(["validate"], cluster.Calls);
        Assert.Equal("no such field", Assert.Single(created.Problems).What);
    }

    [Fact]
    public async Task Create_NamespaceIsNotAmongTheManifests_SaysWhatToType()
    {
        var created = await FirstNamespace.CreateAsync(cluster, Request(FakePorts.Object("Deployment", "backend")), default);

        ClusterProblem problem = Assert.Single(created.Problems);
        Assert.True(problem.IsInput);
        Assert.Contains("kubectl create namespace p25", problem.Next, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_AfterTheNamespaceWasCreated_CountsItAsApplied()
    {
        DeployRequest request = Request(FakePorts.Object("Deployment", "backend"), FakePorts.Object("Namespace", "p25"));
        var created = await FirstNamespace.CreateAsync(cluster, request, default);
        cluster.Refused["Deployment/backend"] = new ClusterProblem(ClusterProblemKind.Invalid, "quota", "");

        DeployOutcome outcome = await new RollingDeploy(cluster.All, new InstantTime()).RunAsync(request with { Before = created.Value! }, default);

        Assert.Equal("Namespace/p25", Assert.Single(Assert.IsType<DeployOutcome.Rejected>(outcome).Changes).Manifest.ToString());
    }

    private static DeployRequest Request(params ManifestObject[] objects) => new()
    {
        Release = new Release("1.0.0", "abc", "me", [], "sha256:aa"),
        Namespace = "p25",
        Objects = objects,
        Services = [],
        ReadyDeadline = TimeSpan.FromSeconds(60),
    };
}
