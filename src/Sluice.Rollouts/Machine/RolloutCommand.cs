namespace Sluice.Rollouts.Machine;

/// <summary>
/// Something to be done. Every command is idempotent and given again at each decision until its effect is seen, so that a lost
/// one is harmless. The closed list is this file.
/// </summary>
/// <param name="Service">The service that it is about.</param>
public abstract record RolloutCommand(string Service)
{
    /// <summary>The stable stack may not become smaller; what its autoscaler said before is remembered.</summary>
    public sealed record HoldCapacity(string Service, int Pods) : RolloutCommand(Service);

    /// <summary>Its autoscaler gets back what it said.</summary>
    public sealed record ReleaseCapacity(string Service) : RolloutCommand(Service);

    /// <summary>The candidate exists and has this many pods.</summary>
    public sealed record ScaleCandidate(string Service, int Pods) : RolloutCommand(Service);

    /// <summary>The candidate gets this part of the traffic, stable the rest; 0 also names stable as the one that serves.</summary>
    public sealed record SetWeight(string Service, int Weight) : RolloutCommand(Service);

    /// <summary>The gate looks at this step.</summary>
    public sealed record Judge(string Service, int Step) : RolloutCommand(Service);

    /// <summary>The job of this step runs.</summary>
    public sealed record RunJob(string Service, int Step) : RolloutCommand(Service);

    /// <summary>The pointers name the candidate as the one that serves; weights that helped on the way go.</summary>
    public sealed record Promote(string Service) : RolloutCommand(Service);

    /// <summary>The stack that served before is put on record as warm, and its autoscaler goes.</summary>
    public sealed record KeepWarm(string Service) : RolloutCommand(Service);

    /// <summary>Logs, events and numbers of the candidate are saved.</summary>
    public sealed record SaveEvidence(string Service) : RolloutCommand(Service);

    /// <summary>The candidate's pods are drained, then it goes.</summary>
    public sealed record RemoveCandidate(string Service) : RolloutCommand(Service);
}
