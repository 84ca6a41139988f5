namespace Sluice.Rollouts.Driver;

/// <summary>A stack as it was found.</summary>
/// <param name="Id">Which.</param>
/// <param name="Pods">Pods that are asked for.</param>
/// <param name="Ready">Pods that serve, as far as its status says.</param>
/// <param name="Revision">Its revision; empty where its pod template bears none.</param>
/// <param name="IsServing">Whether a Service names it, and it alone.</param>
public sealed record StackFacts(StackId Id, int Pods, int Ready, string Revision, bool IsServing)
{
    /// <summary>Whether it is on record as warm.</summary>
    public bool IsWarm { get; init; }

    /// <summary>When a warm one is due to be scaled down; <see langword="null"/> for the next release.</summary>
    public DateTimeOffset? WarmUntil { get; init; }

    /// <summary>Whether an autoscaler sizes it.</summary>
    public bool IsAutoscaled { get; init; }

    /// <summary>When it was made, by the cluster's clock.</summary>
    public DateTimeOffset Created { get; init; }
}
