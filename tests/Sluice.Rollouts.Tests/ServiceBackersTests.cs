using System.Text.Json.Nodes;
using Sluice.Manifests;
using Sluice.Rollouts.Deploy;

namespace Sluice.Rollouts.Tests;

public class ServiceBackersTests
{
    private static readonly ManifestObject Backend = Workload("Deployment", "backend", "backend");
    private static readonly ManifestObject Frontend = Workload("Deployment", "frontend", "frontend");

    [Theory]
    [InlineData("backend", "api", "backend")] // by labels, whatever the Service is called
    [InlineData("backnd", "backend", "backend")] // by its name, where the labels match nothing
    [InlineData("frontend", "backend", "frontend")]
    [InlineData("operator", "queue", "")] // someone else's pods
    public void Of_ReleaseOfTwo_FindsWhatIsMeant(string app, string name, string expected) =>
        Assert.Equal(expected, string.Join(",", ServiceBackers.Of(Service(name, app), [Backend, Frontend]).Select(o => o.Name)));

    [Fact]
    public void Of_WorkloadWithoutReplicasOrThatOnlyRunsOnce_HasNothingBehindIt()
    {
        ManifestObject asleep = Workload("Deployment", "backend", "backend", replicas: 0);

        Assert.Empty(ServiceBackers.Of(Service("backend", "backend"), [asleep, Workload("Job", "migrate", "backend")]));
        Assert.Single(ServiceBackers.Of(Service("db", "db"), [Workload("StatefulSet", "db", "db", replicas: 3)]));
    }

    [Fact]
    public void Awaited_ServicesAppliedEarlier_ComeWithTheWaveOfTheirWorkloads()
    {
        ManifestObject first = Service("backend", "backend");
        ManifestObject second = Service("frontend", "frontend");
        ManifestObject[] release = [first, second, Backend, Frontend];

        Assert.Equal([first, second], ServiceBackers.Awaited([first, second], release));
        Assert.Equal([Backend, first], ServiceBackers.Awaited([Backend], release));
        Assert.Equal([Frontend, second], ServiceBackers.Awaited([Frontend], release));
    }

    private static ManifestObject Workload(string kind, string name, string app, int? replicas = null) => new(
        (JsonObject)JsonNode.Parse($$"""{"apiVersion":"apps/v1","kind":"{{kind}}","metadata":{"name":"{{name}}"},"spec":{"replicas":{{(object?)replicas ?? "null"}},"template":{"metadata":{"labels":{"app":"{{app}}"} } } } }""")!,
        "k8s/x.yaml");

    private static ManifestObject Service(string name, string app) => new(
        (JsonObject)JsonNode.Parse($$"""{"apiVersion":"v1","kind":"Service","metadata":{"name":"{{name}}"},"spec":{"selector":{"app":"{{app}}"} } }""")!,
        "k8s/x.yaml");
}
