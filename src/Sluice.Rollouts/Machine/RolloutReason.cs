namespace Sluice.Rollouts.Machine;

/// <summary>Why a rollout does not go on. The closed list.</summary>
public enum ReasonKind
{
    /// <summary>A gate found the candidate worse.</summary>
    Regression,

    /// <summary>The candidate did not become, or did not stay, ready.</summary>
    NotReady,

    /// <summary>A job against the candidate failed or took too long.</summary>
    SmokeFailed,

    /// <summary>A gate could not decide within its deadline.</summary>
    Inconclusive,

    /// <summary>A pause ran out that says rollback, or nobody answered a question.</summary>
    NoAnswer,

    /// <summary>A person said so.</summary>
    Aborted,

    /// <summary>Pointers could not be read back in time.</summary>
    Infrastructure,

    /// <summary>A hook that runs before the first pod failed, or the cluster refused what both releases share.</summary>
    NotPrepared,
}

/// <summary>Why a rollout does not go on.</summary>
/// <param name="Kind">What kind of reason.</param>
/// <param name="Service">The service that it is about; empty for all.</param>
/// <param name="Text">One sentence with the numbers.</param>
public sealed record RolloutReason(ReasonKind Kind, string Service, string Text)
{
    /// <summary>Whether the release is not to be deployed here again until a person lifts the hold: only where it was found bad.</summary>
    public bool PutsOnHold => Kind is not (ReasonKind.Inconclusive or ReasonKind.Infrastructure or ReasonKind.NotPrepared);
}
