namespace Sluice.Sandbox.Controllers.Deployments;

/// <summary>What the rollout's arithmetic needs of one ReplicaSet.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Desired">spec.replicas.</param>
/// <param name="Available">status.availableReplicas; counted only up to <paramref name="Desired"/>, as the rest is on its way out.</param>
/// <param name="MaxNoted">The annotation of what the deployment could have at most when this one was last scaled; 0 if unknown.</param>
internal sealed record ReplicaSetFacts(string Name, int Desired, int Available, int MaxNoted = 0)
{
    public int Serving => Math.Min(Available, Desired);
}

/// <summary>A ReplicaSet is to have this many replicas.</summary>
internal sealed record ScaleTo(string Name, int Replicas);

/// <summary>What a Deployment asks for, percentages resolved.</summary>
internal sealed record RolloutBounds(int Replicas, int MaxSurge, int MaxUnavailable)
{
    public int MaxTotal => Replicas == 0 ? 0 : Replicas + MaxSurge;

    public int MinAvailable => Math.Max(0, Replicas - MaxUnavailable);
}
