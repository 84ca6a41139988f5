using Sluice.Manifests;
using Sluice.Manifests.Stacks;
using Sluice.Model.Environments;

namespace Sluice.Rollouts.Driver;

/// <summary>One service in a rollout: its two stacks and what sends traffic to them.</summary>
/// <param name="Placement">The service in its environment.</param>
/// <param name="Candidate">The stack on trial, as it was rendered.</param>
/// <param name="Stable">The stack that served when the rollout began; <see langword="null"/> where none did.</param>
/// <param name="Pointers">Every Service that selects its pods; empty for a service without any.</param>
/// <param name="Routes">Ingresses and HTTPRoutes that lead to the pointers, as they were rendered; what the router does not use does not matter.</param>
public sealed record Lane(
    ServicePlacement Placement,
    ServiceStack Candidate,
    StackId? Stable,
    IReadOnlyList<ServicePointer> Pointers,
    IReadOnlyList<ManifestObject> Routes)
{
    /// <summary>Whether its workload is updated in place: stable and candidate are the pods of one workload, told apart by their labels.</summary>
    public bool IsRolling { get; init; }

    /// <summary>Of a service that is updated in place, what served before as it was rendered, for the way back; <see langword="null"/> where that is not kept.</summary>
    public ServiceStack? Earlier { get; init; }

    public string Service => Placement.Service;

    public string Namespace => Placement.Namespace;

    public TrafficRouter Router => Placement.Router;

    public StackId CandidateId => StackId.Of(Namespace, Candidate);
}
