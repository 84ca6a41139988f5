using Sluice.Model.Environments;
using Sluice.Model.Strategies;

namespace Sluice.Kubernetes.Rights;

/// <summary>The rights that making, sizing and removing stacks needs. Pure.</summary>
internal static class StackRights
{
    private static readonly string[] Made = ["get", "list", "create", "patch", "delete"];

    private static readonly (string Group, string Resource, IReadOnlyList<string> Verbs)[] Needed =
    [
        ("apps", "deployments", [.. Made, "watch"]),
        ("apps", "replicasets", ["list", "watch"]),
        ("", "pods", ["list", "watch"]),
        ("autoscaling", "horizontalpodautoscalers", [.. Made, "watch"]),
        ("policy", "poddisruptionbudgets", Made),
    ];

    /// <param name="services">Services of an environment; those that keep no stacks need nothing.</param>
    public static IEnumerable<Right> Of(IReadOnlyList<ServicePlacement> services) =>
        from ns in services.Where(s => s.Strategy is not RollingStrategy).Select(s => s.Namespace).Distinct()
        from needed in Needed
        from verb in needed.Verbs
        select new Right(verb, needed.Group, needed.Resource, ns, "run two stacks of a service side by side");
}
