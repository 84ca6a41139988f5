namespace Sluice.Kubernetes.Readiness;

/// <summary>One service at one moment.</summary>
/// <param name="Service">The service.</param>
/// <param name="Deployment">Null when the Deployment is not there.</param>
/// <param name="CreateFailure">Why the newest ReplicaSet cannot create pods; null when it can.</param>
/// <param name="CreateFailureSince">When that was first seen, by our own clock.</param>
/// <param name="Pods">Pods of the newest ReplicaSet that are not being deleted.</param>
internal sealed record WorkloadSnapshot(
    string Service,
    DeploymentSnapshot? Deployment,
    string? CreateFailure,
    DateTimeOffset CreateFailureSince,
    IReadOnlyList<ObservedPod> Pods)
{
    /// <summary>Whether a Deployment was seen earlier and is gone now.</summary>
    public bool WasDeleted { get; init; }
}

/// <summary>A pod with what only watching tells.</summary>
/// <param name="Pod">Its state.</param>
/// <param name="Trouble">What is wrong with it; null when nothing is.</param>
/// <param name="Since">When trouble of this class was first seen, by our own clock.</param>
internal sealed record ObservedPod(PodSnapshot Pod, PodTrouble? Trouble, DateTimeOffset Since);
