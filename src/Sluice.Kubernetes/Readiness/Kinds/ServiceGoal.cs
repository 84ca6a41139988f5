using Sluice.Kubernetes.Discovery;

namespace Sluice.Kubernetes.Readiness.Kinds;

/// <summary>What makes a Service ready: one endpoint of the pods that are to stand behind it.</summary>
/// <param name="Selector">Not empty.</param>
/// <param name="Backers">Workloads of the same release; at least one.</param>
internal sealed record ServiceGoal(IReadOnlyDictionary<string, string> Selector, IReadOnlyList<ServiceBacker> Backers)
{
    /// <summary>The kind of the Service.</summary>
    public static readonly ApiResource Resource = new("v1", "Service", "services", true);

    /// <summary>Where its endpoints are, in one slice or several.</summary>
    public static readonly ApiResource Slices = new("discovery.k8s.io/v1", "EndpointSlice", "endpointslices", true);
}

/// <summary>A workload behind a Service.</summary>
/// <param name="Key">What the mirror of its collection is called.</param>
/// <param name="Name">Its name.</param>
/// <param name="Label">For people: <c>Deployment/backend</c>.</param>
/// <param name="PodLabels">What its pods are given.</param>
internal sealed record ServiceBacker(string Key, string Name, string Label, IReadOnlyDictionary<string, string> PodLabels);
