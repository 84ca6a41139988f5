using System.Text.Json.Nodes;
using Sluice.Manifests;
using Sluice.Rollouts;
using Sluice.Rollouts.Events;
using Sluice.Rollouts.Ports;

namespace Sluice.Reports.Tests;

public sealed class DeployLinesTests
{
    private static readonly ManifestObject s_backend = new((JsonObject)JsonNode.Parse("""{"kind":"Deployment","metadata":{"name":"backend"}}""")!, "k8s/deployment.yaml");

    [Theory]
    [InlineData(ChangeKind.Created, "  created Deployment/backend")]
    [InlineData(ChangeKind.Configured, "  changed Deployment/backend")]
    [InlineData(ChangeKind.Unchanged, null)]
    public void Describe_AppliedObject_NamesItOnlyWhenItChanged(ChangeKind kind, string? expected)
    {
        Assert.Equal(expected, DeployLines.Describe(new DeployEvent.ObjectApplied(new ObjectChange(s_backend, kind))));
    }

    [Fact]
    public void Describe_ObjectInAnotherVersion_NamesTheVersion() => Assert.Equal(
        "  created Deployment/backend as apps/v1beta2",
        DeployLines.Describe(new DeployEvent.ObjectApplied(new ObjectChange(s_backend, ChangeKind.Created, "apps/v1beta2"))));

    [Theory]
    [InlineData("Running", "", null)]
    [InlineData("Ready", "", null)]
    [InlineData("CrashLoopBackOff", "", "  backend-1: CrashLoopBackOff")]
    [InlineData("ImagePullBackOff", "no such image", "  backend-1: ImagePullBackOff (no such image)")]
    public void Describe_Pod_IsNamedOnlyInTrouble(string state, string detail, string? expected)
    {
        Assert.Equal(expected, DeployLines.Describe(new DeployEvent.PodChanged("backend", "backend-1", state, detail)));
    }

    [Theory]
    [InlineData(Removal.Removed, "", "  removed Deployment/backend")]
    [InlineData(Removal.Absent, "", null)]
    [InlineData(Removal.NotOurs, "Helm", "  left Deployment/backend, which no release has any more: it belongs to Helm")]
    [InlineData(Removal.Failed, "forbidden", "  could not remove Deployment/backend: forbidden")]
    public void Describe_ObjectOfAnEarlierRelease_SaysWhatBecameOfIt(Removal result, string detail, string? expected) =>
        Assert.Equal(expected, DeployLines.Describe(new DeployEvent.Removed(new RemovedObject(s_backend, result, detail))));

    [Fact]
    public void Describe_Progress_CountsUntilTheServiceItselfIsReady()
    {
        Assert.Equal("  backend: 1 of 3 ready", DeployLines.Describe(new DeployEvent.Progress("backend", 1, 2, 3)));
        Assert.Null(DeployLines.Describe(new DeployEvent.Progress("backend", 3, 3, 3)));
        Assert.Equal("  backend is ready", DeployLines.Describe(new DeployEvent.ServiceReady("backend", TimeSpan.Zero)));
        Assert.Equal("  backend is ready after 0.4 s", DeployLines.Describe(new DeployEvent.ServiceReady("backend", TimeSpan.FromSeconds(0.4))));
    }

    [Fact]
    public void Describe_ValidationThatFindsNoChange_SaysSo()
    {
        Assert.Equal("All 9 objects are as they should be", DeployLines.Describe(new DeployEvent.Validated(0, 0, 9)));
        Assert.Equal("Valid: 1 to create, 2 to change, 3 as they should be", DeployLines.Describe(new DeployEvent.Validated(1, 2, 3)));
    }

    [Theory]
    [InlineData(0.04, "0.0 s")]
    [InlineData(2.14, "2.1 s")]
    [InlineData(59.9, "59.9 s")]
    [InlineData(60, "1 min 00 s")]
    [InlineData(185, "3 min 05 s")]
    [InlineData(3700, "61 min 40 s")]
    public void Seconds_AnyTime_ReadsWell(double seconds, string expected)
    {
        Assert.Equal(expected, DeployLines.Seconds(TimeSpan.FromSeconds(seconds)));
    }

    [Theory]
    [InlineData("", new string[0])]
    [InlineData("a", new[] { "a" })]
    [InlineData("a and b", new[] { "a", "b" })]
    [InlineData("a, b and c", new[] { "a", "b", "c" })]
    public void Join_AnyNumberOfWords_ReadsAsASentence(string expected, string[] words)
    {
        Assert.Equal(expected, DeployLines.Join(words));
    }
}
