using System.Text.Json.Nodes;
using Sluice.Manifests.Releases;

namespace Sluice.Manifests.Tests.Releases;

public class ReleaseRenderingTests
{
    private const string Image = "127.77.0.1:5000/pcbench/backend@" + Samples.Digest;
    private static readonly Dictionary<string, string> s_images = new() { ["backend"] = Image };

    [Theory]
    [InlineData("backend")]
    [InlineData("backend:latest")]
    [InlineData("pcbench/backend")]
    [InlineData("registry.example.com/pcbench/backend:1.0")]
    [InlineData("127.77.0.1:5000/pcbench/backend@sha256:old")]
    public void Apply_ImageOfTheService_PinnedByDigest(string written)
    {
        var outcome = Apply(Samples.Backend.Replace("image: backend", "image: " + written, StringComparison.Ordinal));

        Assert.Empty(outcome.Findings);
        Assert.Equal(Image, ContainerImage(Deployment(outcome)));
    }

    [Theory]
    [InlineData("docker.io/other/backend:1")]
    [InlineData("redis")]
    public void Apply_ServiceWithoutItsImage_Refused(string written)
    {
        var outcome = Apply(Samples.Backend.Replace("image: backend", "image: " + written, StringComparison.Ordinal));

        Assert.False(outcome.IsRendered);
        Assert.Empty(outcome.Objects);
        var finding = Assert.Single(outcome.Findings);
        Assert.Equal("all.yaml: Deployment/backend: containers.image: no container runs the image of the service 'backend'. Write 'image: backend' for its container; the digest is filled in.", finding.ToString());
    }

    [Fact]
    public void Apply_ImageNotInTheRelease_Refused()
    {
        var outcome = ReleaseRendering.Apply(Samples.Render(Samples.Backend), ["backend"], new Dictionary<string, string>());

        Assert.Contains("has no digest in this release", Assert.Single(outcome.Findings).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Apply_ReferenceByTag_Refused()
    {
        var outcome = ReleaseRendering.Apply(Samples.Render(Samples.Backend), ["backend"], new Dictionary<string, string> { ["backend"] = "r/backend:1" });

        Assert.Contains("has no digest", Assert.Single(outcome.Findings).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Apply_Service_TemplateLabelledSelectorLeftAlone()
    {
        var outcome = Apply(Samples.Backend);

        var revision = Assert.Single(outcome.Revisions);
        var spec = Deployment(outcome)["spec"]!;
        Assert.Equal("""{"app":"backend","sluice.dev/service":"backend","sluice.dev/revision":"REV"}""".Replace("REV", revision.Revision, StringComparison.Ordinal), spec["template"]!["metadata"]!["labels"]!.ToJsonString());
        Assert.Equal("""{"matchLabels":{"app":"backend"}}""", spec["selector"]!.ToJsonString());
        Assert.Equal(("backend", Image), (revision.Service, revision.Image));
    }

    [Fact]
    public void Apply_InputObjects_NotChanged()
    {
        var objects = Samples.Render(Samples.Backend);
        var before = objects.Select(item => item.Json.ToJsonString()).ToList();

        ReleaseRendering.Apply(objects, ["backend"], s_images);

        Assert.Equal(before, objects.Select(item => item.Json.ToJsonString()));
    }

    [Fact]
    public void Apply_OtherWorkloads_LeftAlone()
    {
        const string Redis = """
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: redis, namespace: p25-stage}
            spec: {selector: {matchLabels: {app: redis}}, template: {metadata: {labels: {app: redis}}, spec: {containers: [{name: redis, image: "redis:7"}]}}}

            """;

        var outcome = Apply(Samples.Backend + Redis);

        var redis = outcome.Objects.Single(item => item.Name == "redis").Json;
        Assert.Equal("redis:7", ContainerImage(redis));
        Assert.DoesNotContain("sluice.dev", redis.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Apply_SameInputTwice_SameHashes()
    {
        var first = Apply(Samples.Backend);
        var second = Apply(Samples.Backend);

        Assert.Equal(first.RenderedHash, second.RenderedHash);
        Assert.Matches("^sha256:[0-9a-f]{64}$", first.RenderedHash);
        Assert.Equal(first.Revisions[0].Revision, second.Revisions[0].Revision);
    }

    [Fact]
    public void RenderedHash_OrderOfObjectsAndKeys_NotCounted()
    {
        var random = new Random(3);
        var objects = Samples.Render(Samples.Backend);
        var shuffled = objects.Select(item => item with { Json = (JsonObject)RevisionHashTests.Shuffle(item.Json, random)! }).Reverse();

        Assert.Equal(RenderedHash.Of(objects), RenderedHash.Of(shuffled));
        Assert.NotEqual(RenderedHash.Of(objects), RenderedHash.Of(objects.Skip(1)));
    }

    private static ReleaseOutcome Apply(string text) => ReleaseRendering.Apply(Samples.Render(text), ["backend", "frontend"], s_images);

    private static JsonObject Deployment(ReleaseOutcome outcome) => outcome.Objects.Single(item => item.Kind == "Deployment").Json;

    private static string ContainerImage(JsonObject deployment) =>
        deployment["spec"]!["template"]!["spec"]!["containers"]![0]!["image"]!.GetValue<string>();
}
