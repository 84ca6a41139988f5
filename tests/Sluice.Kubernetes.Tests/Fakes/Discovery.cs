using System.Text.Json.Nodes;

namespace Sluice.Kubernetes.Tests.Fakes;

/// <summary>What the fake cluster serves.</summary>
internal static class Discovery
{
    private static readonly (string Kind, string Plural, bool Namespaced)[] Core =
    [
        ("Namespace", "namespaces", false), ("ConfigMap", "configmaps", true), ("Secret", "secrets", true), ("Service", "services", true),
        ("Pod", "pods", true), ("Event", "events", true),
    ];

    private static readonly (string Kind, string Plural, bool Namespaced)[] Apps = [("Deployment", "deployments", true), ("ReplicaSet", "replicasets", true)];

    public static bool IsCollection(string path) => Core.Concat(Apps).Any(r => path.EndsWith("/" + r.Plural, StringComparison.Ordinal));

    public static JsonObject? Answer(string path) => path switch
    {
        "/api" => new JsonObject { ["versions"] = new JsonArray("v1") },
        "/api/v1" => Resources(Core),
        "/apis/apps/v1" => Resources(Apps),
        "/apis" => JsonNode.Parse("""{"groups":[{"name":"apps","versions":[{"groupVersion":"apps/v1"}]},{"name":"autoscaling","versions":[{"groupVersion":"autoscaling/v1"}]}]}""") as JsonObject,
        _ => null,
    };

    private static JsonObject Resources((string Kind, string Plural, bool Namespaced)[] resources) => new()
    {
        ["resources"] = new JsonArray([.. resources.Select(r => new JsonObject { ["kind"] = r.Kind, ["name"] = r.Plural, ["namespaced"] = r.Namespaced }), new JsonObject { ["kind"] = "Scale", ["name"] = "deployments/scale" }]),
    };
}
