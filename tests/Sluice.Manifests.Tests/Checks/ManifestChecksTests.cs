using System.Text.Json.Nodes;
using Sluice.Manifests.Checks;
using Sluice.Manifests.Tests.Releases;

namespace Sluice.Manifests.Tests.Checks;

public class ManifestChecksTests
{
    // Its autoscaler has the replicas to itself.
    private static readonly string s_right = Samples.Backend.Replace("  replicas: 2\n", "", StringComparison.Ordinal);

    [Fact]
    public void Run_RightObjects_NoFindings() => Assert.Empty(ManifestChecks.Run(Samples.Render(s_right), "p25-stage"));

    [Theory]
    [InlineData("  selector: {matchLabels: {app: backend}}\n", "", "Deployment/backend: spec.selector: is missing")]
    [InlineData("matchLabels: {app: backend}", "matchLabels: {app: other}", "Deployment/backend: spec.selector.matchLabels: 'app=other' is not on the pod template")]
    [InlineData("metadata: {labels: {app: backend}}", "metadata: {}", "Deployment/backend: spec.selector.matchLabels: 'app=backend' is not on the pod template")]
    [InlineData("kind: Service\nmetadata: {name: backend,", "kind: Service\nmetadata: {name: Back_End,", "Service/Back_End: metadata.name: 'Back_End' is not a DNS label")]
    [InlineData("metadata: {name: unrelated, namespace: p25-stage}", "metadata: {name: unrelated, namespace: p25-prod}", "ConfigMap/unrelated: metadata.namespace: is 'p25-prod', the environment's namespace is 'p25-stage'")]
    [InlineData("        image: backend\n", "", "Deployment/backend: containers.image: the container 'backend' has no image")]
    [InlineData("- name: backend\n", "- name: Backend\n", "Deployment/backend: containers.name: 'Backend' is not a DNS label")]
    public void Run_Mistake_ErrorNamesFileObjectAndField(string before, string after, string expected)
    {
        Assert.Contains(before, s_right, StringComparison.Ordinal);

        var findings = ManifestChecks.Run(Samples.Render(s_right.Replace(before, after, StringComparison.Ordinal)), "p25-stage");

        Assert.Contains(findings, finding => finding.Severity == FindingSeverity.Error && finding.ToString().StartsWith("all.yaml: " + expected, StringComparison.Ordinal));
    }

    [Fact]
    public void Run_ServiceThatSelectsNothing_Warning()
    {
        var text = s_right.Replace("spec: {selector: {app: backend}", "spec: {selector: {app: nobody}", StringComparison.Ordinal);

        var finding = Assert.Single(ManifestChecks.Run(Samples.Render(text), "p25-stage"));

        Assert.Equal((FindingSeverity.Warning, "Service/backend", "spec.selector"), (finding.Severity, finding.Subject, finding.Field));
    }

    [Theory]
    [InlineData("""{"kind":"ConfigMap","metadata":{"name":"a"}}""", "apiVersion")]
    [InlineData("""{"apiVersion":"v1","metadata":{"name":"a"}}""", "kind")]
    [InlineData("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{}}""", "metadata.name")]
    [InlineData("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":5}}""", "metadata.name")]
    [InlineData("""{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"other"}}""", "metadata.name")]
    [InlineData("""{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"a"},"spec":{}}""", "spec.template")]
    [InlineData("""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"},"spec":{}}""", "containers")]
    public void Run_IncompleteObject_FieldNamed(string json, string field) =>
        Assert.Contains(ManifestChecks.Run([new ManifestObject((JsonObject)JsonNode.Parse(json)!, "a.yaml")], "p25-stage"), finding => finding.Field == field && finding.Severity == FindingSeverity.Error);

    [Fact]
    public void Run_NamesOfRolesAndClusterObjects_NotTooStrict()
    {
        string[] right =
        [
            """{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRole","metadata":{"name":"system:reader"}}""",
            """{"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"widgets.example.com"}}""",
            """{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"p25-stage"}}""",
        ];

        Assert.Empty(ManifestChecks.Run([.. right.Select(json => new ManifestObject((JsonObject)JsonNode.Parse(json)!, "a.yaml"))], "p25-stage"));
    }
}
