using System.Text.Json.Nodes;

namespace Sluice.Kubernetes.Tests.Fakes;

/// <summary>What a fake cluster serves: kinds by group and version.</summary>
internal sealed class Discovery(params IReadOnlyList<(string ApiVersion, string Kinds)> versions)
{
    /// <summary>Kinds that live outside namespaces.</summary>
    private static readonly string[] ClusterWide = ["Namespace", "CustomResourceDefinition", "IngressClass"];

    private const string Core = "Namespace ConfigMap Secret Service Pod Event";
    private const string Apps = "Deployment ReplicaSet";

    public static Discovery Current { get; } = new(
        ("v1", Core), ("apps/v1", Apps), ("autoscaling/v1", "HorizontalPodAutoscaler"), ("apiextensions.k8s.io/v1", "CustomResourceDefinition"));

    /// <summary>The versions of Kubernetes 1.20: no autoscaling/v2, no policy/v1, CronJobs and slices in beta only.</summary>
    public static Discovery Kubernetes120 { get; } = new(
        ("v1", Core), ("apps/v1", Apps), ("autoscaling/v1", "HorizontalPodAutoscaler"), ("autoscaling/v2beta1", "HorizontalPodAutoscaler"),
        ("autoscaling/v2beta2", "HorizontalPodAutoscaler"), ("batch/v1", "Job"), ("batch/v1beta1", "CronJob"), ("policy/v1beta1", "PodDisruptionBudget"),
        ("discovery.k8s.io/v1beta1", "EndpointSlice"), ("networking.k8s.io/v1", "Ingress IngressClass NetworkPolicy"),
        ("networking.k8s.io/v1beta1", "Ingress IngressClass"), ("extensions/v1beta1", "Ingress"), ("coordination.k8s.io/v1", "Lease"));

    private readonly Dictionary<string, string[]> _served = versions.ToDictionary(v => v.ApiVersion, v => v.Kinds.Split(' '));

    /// <summary>Serves one more kind, as when its CustomResourceDefinition was created.</summary>
    public Discovery With(string apiVersion, string kind) => new([.. _served.Select(s => (s.Key, string.Join(' ', s.Value))), (apiVersion, kind)]);

    public bool IsCollection(string path) => _served.Values.SelectMany(k => k).Any(kind => path.EndsWith("/" + Plural(kind), StringComparison.Ordinal));

    public JsonObject? Answer(string path) => path switch
    {
        "/api" => new JsonObject { ["versions"] = new JsonArray("v1") },
        "/apis" => new JsonObject
        {
            ["groups"] = new JsonArray([.. _served.Keys.Where(v => v.Contains('/', StringComparison.Ordinal)).GroupBy(v => v.Split('/')[0]).Select(g => new JsonObject
            {
                ["name"] = g.Key,
                ["versions"] = new JsonArray([.. g.Select(v => new JsonObject { ["groupVersion"] = v })]),
            })]),
        },
        _ when (path.StartsWith("/api/", StringComparison.Ordinal) ? path[5..] : path.StartsWith("/apis/", StringComparison.Ordinal) ? path[6..] : "") is var version && _served.TryGetValue(version, out string[]? kinds) => Resources(kinds),
        _ => null,
    };

    private static JsonObject Resources(string[] kinds) => new()
    {
        ["resources"] = new JsonArray([
            .. kinds.Select(kind => new JsonObject { ["kind"] = kind, ["name"] = Plural(kind), ["namespaced"] = !ClusterWide.Contains(kind) }),
            new JsonObject { ["kind"] = "Scale", ["name"] = "deployments/scale" },
        ]),
    };

    private static string Plural(string kind) => kind.ToLowerInvariant() switch
    {
        [.., 'y'] word => word[..^1] + "ies",
        [.., 's'] word => word + "es",
        var word => word + "s",
    };
}
