namespace Sluice.Rollouts.Status;

/// <summary>What one service looks like in a cluster right now.</summary>
/// <param name="Name">The service.</param>
/// <param name="Image">What its workload asks for; empty when there is no workload.</param>
/// <param name="Revision">The revision it asks for; empty when the pod template carries none.</param>
/// <param name="Ready">Pods that serve, of whatever revision.</param>
/// <param name="ReadyOnRevision">Pods among them that run <paramref name="Revision"/>.</param>
/// <param name="Desired">Pods wanted.</param>
/// <param name="Url">Where it is reached; <see langword="null"/> when that is not known.</param>
/// <param name="Pods">Its pods that are not on their way out, by name.</param>
public sealed record ServiceState(
    string Name,
    string Image,
    string Revision,
    int Ready,
    int ReadyOnRevision,
    int Desired,
    string? Url,
    IReadOnlyList<PodState> Pods)
{
    /// <summary>What others did to the workload after Sluice applied it last.</summary>
    public IReadOnlyList<StrangeHand> Hands { get; init; } = [];

    /// <summary>Whether a workload of that name exists at all.</summary>
    public bool IsDeployed => Image.Length > 0;
}

/// <summary>Somebody else wrote to a workload.</summary>
/// <param name="Manager">As the cluster calls the writer: <c>kubectl-set</c>, <c>kubectl-edit</c>.</param>
/// <param name="IsScale">Whether it is the number of pods; else it is what they are made from.</param>
/// <param name="At">When, by the cluster's clock.</param>
public sealed record StrangeHand(string Manager, bool IsScale, DateTimeOffset At);

/// <summary>A pod in one word.</summary>
/// <param name="Name">The pod.</param>
/// <param name="State">In kubectl's words, with <c>Ready</c> for a running pod that serves.</param>
public sealed record PodState(string Name, string State);
