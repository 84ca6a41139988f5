using Sluice.Model.Environments;
using Sluice.Model.Strategies;

namespace Sluice.Kubernetes.Rights;

/// <summary>The rights that moving traffic between two stacks needs. Pure.</summary>
internal static class TrafficRights
{
    private static readonly string[] Seen = ["list", "watch"];

    // An object that is applied and does not exist yet is created.
    private static readonly string[] Made = ["get", "create", "patch", "delete"];

    /// <param name="services">Services of an environment; those that keep no stacks need nothing.</param>
    public static IEnumerable<Right> Of(IReadOnlyList<ServicePlacement> services) => services
        .Where(s => s.Strategy is not RollingStrategy)
        .Select(s => (s.Namespace, s.Router))
        .Distinct()
        .SelectMany(s => Of(s.Namespace, s.Router));

    private static IEnumerable<Right> Of(string ns, TrafficRouter router)
    {
        (string word, Needs[] more) = router switch
        {
            TrafficRouter.GatewayApi => ("gateway-api", new Needs[] { new("", "services", Made), new("gateway.networking.k8s.io", "httproutes", [.. Seen, "get", "patch"]) }),
            TrafficRouter.IngressNginx => ("ingress-nginx", [new("", "services", Made), new("networking.k8s.io", "ingresses", [.. Seen, .. Made])]),
            TrafficRouter.Replicas => ("replicas", [new("", "services", ["get", "patch"])]),
            _ => ("service", [new("", "services", ["get", "patch"])]),
        };
        Needs[] all = [new("", "services", Seen), new("discovery.k8s.io", "endpointslices", Seen), new("apps", "deployments", ["get", "list"]), .. more];
        return all.SelectMany(n => n.Verbs.Select(verb => new Right(verb, n.Group, n.Resource, ns, $"move traffic between stacks by {word}")));
    }

    private sealed record Needs(string Group, string Resource, IReadOnlyList<string> Verbs);
}
