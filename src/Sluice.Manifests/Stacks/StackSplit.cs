using Sluice.Manifests.Checks;

namespace Sluice.Manifests.Stacks;

/// <summary>A rendering, parted into what belongs to one revision and what all revisions share.</summary>
/// <param name="Stacks">One for each service that was asked for; empty if anything stops it.</param>
/// <param name="Pointers">
/// Every Service that selects pods of a stack. The rollout owns its selector: it writes it before the shared objects, which do
/// not name it, are applied for the first time, or the server would take it away with the last owner.
/// </param>
/// <param name="Shared">All other objects: Services (pointers without their selector), Ingresses, routes, policies, other workloads.</param>
/// <param name="Findings">What stops it, and what should be known.</param>
public sealed record StackSplit(
    IReadOnlyList<ServiceStack> Stacks,
    IReadOnlyList<ServicePointer> Pointers,
    IReadOnlyList<ManifestObject> Shared,
    IReadOnlyList<ManifestFinding> Findings)
{
    /// <summary>
    /// Of services that are updated in place, the workload under its own name, with its replicas, and the config that it alone reads: applied
    /// and restored together. Of those that have no such workload, nothing.
    /// </summary>
    public IReadOnlyList<ServiceStack> Rolling { get; init; } = [];

    public bool IsPossible => Findings.All(finding => finding.Severity != FindingSeverity.Error);
}
