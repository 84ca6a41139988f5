using System.Text.Json.Nodes;
using Sluice.Manifests.Releases;
using Sluice.Manifests.Stacks;
using Sluice.Manifests.Tests.Releases;

namespace Sluice.Manifests.Tests.Stacks;

/// <summary>A backend with everything that can belong to a stack, and what stays beside it.</summary>
internal static class StackSamples
{
    public const string Extras = """
        ---
        apiVersion: policy/v1
        kind: PodDisruptionBudget
        metadata: {name: backend, namespace: p25-stage}
        spec: {maxUnavailable: 1, selector: {matchLabels: {app: backend}}}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: backend-admin, namespace: p25-stage, annotations: {dns: admin}, labels: {team: a}}
        spec: {type: LoadBalancer, clusterIP: 10.0.0.9, selector: {app: backend}, ports: [{name: admin, port: 81, nodePort: 30001}]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: redis, namespace: p25-stage}
        spec: {selector: {app: redis}, ports: [{port: 6379}]}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: redis, namespace: p25-stage}
        spec: {selector: {matchLabels: {app: redis}}, template: {metadata: {labels: {app: redis}}, spec: {containers: [{name: redis, image: "redis:7", envFrom: [{secretRef: {name: keys}}]}]}}}

        """;

    public static ReleaseOutcome Release(string text = Samples.Backend + Extras, string digest = Samples.Digest)
    {
        var outcome = ReleaseRendering.Apply(Samples.Render(text), ["backend"], new Dictionary<string, string> { ["backend"] = "r/backend@" + digest });
        Assert.True(outcome.IsRendered);
        return outcome;
    }

    public static StackSplit Split(string text = Samples.Backend + Extras)
    {
        var split = StackTransformation.Split(Release(text), ["backend"]);
        Assert.True(split.IsPossible, string.Join("\n", split.Findings));
        return split;
    }

    public static ManifestObject Object(string yaml) => Assert.Single(Samples.Render(yaml));

    public static JsonObject Map(JsonNode? node, params string[] keys) => (JsonObject)keys.Aggregate(node, (one, key) => one![key])!;

    public static string Text(JsonNode? node, params string[] keys) => keys.Aggregate(node, (one, key) => one![key])!.ToJsonString();
}
