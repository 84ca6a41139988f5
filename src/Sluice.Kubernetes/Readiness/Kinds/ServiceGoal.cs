using Sluice.Kubernetes.Discovery;

namespace Sluice.Kubernetes.Readiness.Kinds;

/// <summary>What makes a Service ready: one endpoint of the pods that are to stand behind it.</summary>
/// <param name="Selector">Not empty.</param>
/// <param name="Backers">Workloads of the same release; at least one.</param>
internal sealed record ServiceGoal(IReadOnlyDictionary<string, string> Selector, IReadOnlyList<ServiceBacker> Backers)
{
    /// <summary>The kind of the Service.</summary>
    public static readonly ApiResource Resource = new("v1", "Service", "services", true);

    /// <summary>Where endpoints are, in one slice or several.</summary>
    public static readonly ApiResource NewSlices = new("discovery.k8s.io/v1", "EndpointSlice", "endpointslices", true);

    /// <summary>The same in clusters before 1.21; what is read of them is called the same.</summary>
    public static readonly ApiResource OldSlices = NewSlices with { ApiVersion = "discovery.k8s.io/v1beta1" };

    /// <summary>The ones of this cluster.</summary>
    public ApiResource Slices { get; init; } = NewSlices;
}

/// <summary>A workload behind a Service.</summary>
/// <param name="Key">What the mirror of its collection is called.</param>
/// <param name="Name">Its name.</param>
/// <param name="Label">For people: <c>Deployment/backend</c>.</param>
/// <param name="PodLabels">What its pods are given.</param>
internal sealed record ServiceBacker(string Key, string Name, string Label, IReadOnlyDictionary<string, string> PodLabels);
