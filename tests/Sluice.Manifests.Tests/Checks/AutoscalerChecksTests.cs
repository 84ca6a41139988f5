using System.Text.Json.Nodes;
using Sluice.Manifests.Checks;

namespace Sluice.Manifests.Tests.Checks;

public class AutoscalerChecksTests
{
    private const string Autoscaler = """{"apiVersion":"autoscaling/v2","kind":"HorizontalPodAutoscaler","metadata":{"name":"web","namespace":"n"},"spec":{"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"web"},"minReplicas":2,"maxReplicas":4}}""";

    [Fact]
    public void Run_ReplicasBesideAnAutoscaler_Warned()
    {
        var finding = Assert.Single(Run(Autoscaler, Deployment("""{"replicas":3}""")));

        Assert.Equal(FindingSeverity.Warning, finding.Severity);
        Assert.StartsWith("a.yaml: Deployment/web: spec.replicas: is also set by HorizontalPodAutoscaler/web", finding.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_ReplicasLeftToTheAutoscaler_NoFinding() => Assert.Empty(Run(Autoscaler, Deployment("{}")));

    [Fact]
    public void Run_AutoscalerOfNothing_Warned() =>
        Assert.StartsWith(
            "a.yaml: HorizontalPodAutoscaler/web: spec.scaleTargetRef: Deployment/web is not in this rendering.",
            Assert.Single(Run(Autoscaler, Deployment("{}").Replace("\"n\"", "\"other\"", StringComparison.Ordinal))).ToString(),
            StringComparison.Ordinal);

    private static List<ManifestFinding> Run(params string[] objects)
    {
        var findings = new List<ManifestFinding>();
        List<ManifestObject> items = [.. objects.Select(json => new ManifestObject((JsonObject)JsonNode.Parse(json)!, "a.yaml"))];
        foreach (var item in items)
        {
            AutoscalerChecks.Run(item, items, findings);
        }

        return findings;
    }

    private static string Deployment(string spec) => $$"""{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web","namespace":"n"},"spec":{{spec}}}""";
}
