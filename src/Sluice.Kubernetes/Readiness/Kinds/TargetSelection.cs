using Sluice.Kubernetes.Discovery;
using Sluice.Manifests;
using Sluice.Rollouts;
using Sluice.Rollouts.Deploy;
using Sluice.Rollouts.Ports;

namespace Sluice.Kubernetes.Readiness.Kinds;

/// <summary>From applied objects to what is waited for.</summary>
internal sealed class TargetSelection(ApiDiscovery discovery)
{
    private static readonly ApiResource[] Known =
    [
        new("apps/v1", "StatefulSet", "statefulsets", true),
        new("apps/v1", "DaemonSet", "daemonsets", true),
        new("batch/v1", "Job", "jobs", true),
        new("v1", "Pod", NamespaceView.Pods, true),
        new("v1", "PersistentVolumeClaim", "persistentvolumeclaims", true),
    ];

    /// <summary>Names of the Deployments to wait for: the services', and others of the namespace that were applied with them.</summary>
    public static IReadOnlyList<string> Deployments(ReadinessRequest request) =>
    [
        .. request.Services
            .Concat(request.Objects.Where(o => o.Kind == "Deployment" && NamespaceOf(o, request) == request.Namespace).Select(o => o.Name))
            .Distinct(StringComparer.Ordinal),
    ];

    /// <summary>Where an applied object is.</summary>
    public static string NamespaceOf(ManifestObject item, ReadinessRequest request) =>
        Json.Text(item.Json["metadata"]?["namespace"]) is { Length: > 0 } own ? own : request.Namespace;

    /// <summary>The other objects. A kind that the server does not name is left out: what cannot be asked for cannot be waited for.</summary>
    public async Task<IReadOnlyList<KindTarget>> OthersAsync(ReadinessRequest request, ApiResource slices, CancellationToken cancellationToken)
    {
        var targets = new List<KindTarget>();
        foreach (ManifestObject item in request.Objects.Where(o => KindRules.IsWaitedFor(o.ApiVersion, o.Kind)))
        {
            if (await FindAsync(item, cancellationToken).ConfigureAwait(false) is { } resource)
            {
                string ns = resource.Namespaced ? NamespaceOf(item, request) : "";

                // The pods of the namespace are mirrored anyway where workloads are waited for: one list and one watch for both.
                string key = resource.Kind == "Pod" && ns == request.Namespace ? NamespaceView.Pods : resource.CollectionPath(ns);
                targets.Add(new KindTarget(resource, ns, item.Name, key));
            }
        }

        return [.. targets, .. Services(request, slices)];
    }

    private static IEnumerable<KindTarget> Services(ReadinessRequest request, ApiResource slices) =>
        from service in request.Objects
        where NamespaceOf(service, request) == request.Namespace
        let backers = ServiceBackers.Of(service, request.Objects)
        where backers.Count > 0
        select new KindTarget(ServiceGoal.Resource, request.Namespace, service.Name, slices.CollectionPath(request.Namespace))
        {
            Service = new ServiceGoal(ServiceBackers.SelectorOf(service), [.. backers.Select(b => Backer(b, request.Namespace))]) { Slices = slices },
        };

    private static ServiceBacker Backer(ManifestObject workload, string ns) => new(
        workload.Kind == "Deployment" ? NamespaceView.Deployments : Known[0].CollectionPath(ns),
        workload.Name,
        workload.ToString(),
        ServiceBackers.PodLabels(workload));

    private async Task<ApiResource?> FindAsync(ManifestObject item, CancellationToken cancellationToken)
    {
        if (Known.FirstOrDefault(r => r.Kind == item.Kind && r.ApiVersion == item.ApiVersion) is { } known)
        {
            return known;
        }

        ClusterResult<ApiResource> found = await discovery.FindAsync(item.ApiVersion, item.Kind, cancellationToken).ConfigureAwait(false);
        return found.Value;
    }
}
