namespace Sluice.Rollouts.Machine;

/// <summary>Where a whole rollout stands. The closed list.</summary>
public enum RolloutPhase
{
    /// <summary>Steps follow each other.</summary>
    Running,

    /// <summary>Waits for a person: a candidate is worse and goes back by hand only, or a gate could not decide.</summary>
    Held,

    /// <summary>Interrupted: no candidate that is not promoted has weight; can be resumed or aborted.</summary>
    Suspended,

    /// <summary>Traffic goes back, level by level in reverse order; no pod is touched.</summary>
    Returning,

    /// <summary>Traffic is back; evidence is saved, then the candidates go.</summary>
    CleaningUp,

    /// <summary>Every service is promoted; the stacks that served before become warm.</summary>
    Finishing,

    /// <summary>The release serves. Terminal.</summary>
    Succeeded,

    /// <summary>What served before serves again. Terminal.</summary>
    RolledBack,

    /// <summary>Going back failed for a service: traffic is where it is served. Terminal.</summary>
    Stranded,
}

/// <summary>Where one service stands. The closed list.</summary>
public enum ServicePhase
{
    /// <summary>Its level has not come yet.</summary>
    Waiting,

    /// <summary>The candidate gets its size for the step, and stable keeps its capacity.</summary>
    Scaling,

    /// <summary>The step's weight is written and not yet read back.</summary>
    Shifting,

    /// <summary>The step lasts: a gate looks, a job runs, a person is asked.</summary>
    Acting,

    /// <summary>The step is done; waits for the others of its level.</summary>
    Settled,

    /// <summary>The pointers are being made to name the candidate as the one that serves.</summary>
    Promoting,

    /// <summary>Serves; goes back only with the whole release.</summary>
    Promoted,

    /// <summary>Its traffic goes back.</summary>
    Returning,

    /// <summary>Its traffic is back.</summary>
    Returned,

    /// <summary>Its candidate is gone, evidence saved.</summary>
    Removed,

    /// <summary>There was nothing before it to go back to.</summary>
    Kept,

    /// <summary>Only the candidate serves, so its traffic stays.</summary>
    Stranded,
}
