using Sluice.Rollouts.Machine;

namespace Sluice.Rollouts.Driver;

/// <summary>What is seen of a lane. <see langword="null"/> stands for unknown, which never counts as good.</summary>
/// <param name="Stable">The stack that served when the rollout began: 0 pods where there is none.</param>
/// <param name="Candidate">The stack on trial: 0 pods where it does not exist. A failure names the pod and why it will not become ready.</param>
public sealed record LaneSight(StackSight? Stable, StackSight? Candidate)
{
    /// <summary>
    /// The candidate's weight, 0–100, as pointers express it and their endpoints bear out: a selector, once the endpoints are the pods that
    /// it names; a share by pod count, as the weight that was asked for, once pods of both are among them. While old and new are
    /// mixed otherwise: unknown.
    /// </summary>
    public int? Weight { get; init; }

    /// <summary>Of a service that is updated in place, what its workload asks for: 100 for the new revision, 0 for any other.</summary>
    public int? Asked { get; init; }

    /// <summary>The share of the candidate that is really served, in percent: by ready endpoints where pod counts decide.</summary>
    public double? Served { get; init; }

    /// <summary>Whether every pointer names the candidate alone, its endpoints are there, and nothing that helped on the way is left.</summary>
    public bool IsPromoted { get; init; }

    /// <summary>Whether stable's capacity is held.</summary>
    public bool IsHeld { get; init; }

    /// <summary>Whether stable is on record as warm.</summary>
    public bool IsWarm { get; init; }
}
