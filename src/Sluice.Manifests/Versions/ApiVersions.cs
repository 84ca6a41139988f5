using System.Text.Json.Nodes;
using Sluice.Manifests.Json;

namespace Sluice.Manifests.Versions;

/// <summary>
/// Says an object in another API version of its kind, for clusters that are older or newer than its manifest. Pure: which
/// versions a cluster serves is the caller's knowledge.
/// </summary>
public static class ApiVersions
{
    private const string Networking = "networking.k8s.io";
    private const string Gateway = "gateway.networking.k8s.io";
    private const string Rbac = "rbac.authorization.k8s.io";

    private static readonly VersionFamily[] s_families =
    [
        new("HorizontalPodAutoscaler", new("autoscaling/v2"), new("autoscaling/v2beta2", FromNewest: AutoscalerForms.ToBeta)),
        new("PodDisruptionBudget", new("policy/v1"), new("policy/v1beta1", BudgetForms.FromBeta, BudgetForms.ToBeta)),
        new("CronJob", new("batch/v1"), new("batch/v1beta1")),
        new(
            "Ingress",
            new($"{Networking}/v1"),
            new($"{Networking}/v1beta1", IngressForms.FromBeta, IngressForms.ToBeta),
            new("extensions/v1beta1", IngressForms.FromBeta, IngressForms.ToBeta)),
        Same("IngressClass", $"{Networking}/v1", $"{Networking}/v1beta1"),
        Same("NetworkPolicy", $"{Networking}/v1", "extensions/v1beta1"),
        new("EndpointSlice", new("discovery.k8s.io/v1"), new("discovery.k8s.io/v1beta1", SliceForms.FromBeta, SliceForms.ToBeta)),
        Same("Lease", "coordination.k8s.io/v1", "coordination.k8s.io/v1beta1"),
        Same("PriorityClass", "scheduling.k8s.io/v1", "scheduling.k8s.io/v1beta1"),
        .. new[] { "Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding" }.Select(kind => Same(kind, $"{Rbac}/v1", $"{Rbac}/v1beta1")),
        .. new[] { "GatewayClass", "Gateway", "HTTPRoute" }.Select(kind => Same(kind, $"{Gateway}/v1", $"{Gateway}/v1beta1")),
    ];

    /// <summary>The other versions in which such an object can be said, newest first; none for a kind or version that has no known equal.</summary>
    public static IReadOnlyList<string> Others(string apiVersion, string kind) => Family(apiVersion, kind) is { } family
        ? [.. family.Forms.Select(form => form.ApiVersion).Where(version => version != apiVersion)]
        : [];

    /// <summary>Converts a copy of the object; every obstacle is named, not only the first.</summary>
    /// <param name="value">An object with <c>apiVersion</c> and <c>kind</c>.</param>
    /// <param name="apiVersion">The version to say it in: its own, or one of <see cref="Others"/>.</param>
    /// <exception cref="ArgumentException">The two versions are not of one family.</exception>
    public static VersionOutcome Convert(JsonObject value, string apiVersion)
    {
        var from = value["apiVersion"].Text() ?? "";
        var kind = value["kind"].Text() ?? "";
        var copy = (JsonObject)value.DeepClone();
        if (from == apiVersion)
        {
            return VersionOutcome.Of(copy, []);
        }

        var family = Family(from, kind);
        var target = family?.Find(apiVersion) ?? throw new ArgumentException($"{kind} of {from} has no equal in {apiVersion}", nameof(apiVersion));
        List<string> obstacles = [];
        family!.Find(from)!.ToNewest?.Invoke(copy, obstacles);
        target.FromNewest?.Invoke(copy, obstacles);
        copy["apiVersion"] = apiVersion;
        return VersionOutcome.Of(copy, obstacles);
    }

    private static VersionFamily Same(string kind, params IReadOnlyList<string> versions) =>
        new(kind, [.. versions.Select(version => new VersionForm(version))]);

    private static VersionFamily? Family(string apiVersion, string kind) =>
        s_families.FirstOrDefault(family => family.Kind == kind && family.Find(apiVersion) is not null);
}
