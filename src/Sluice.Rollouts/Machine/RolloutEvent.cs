namespace Sluice.Rollouts.Machine;

/// <summary>Something that a decision changed. The closed list is this file.</summary>
public abstract record RolloutEvent
{
    private RolloutEvent()
    {
    }

    /// <summary>The rollout went from one phase to another.</summary>
    public sealed record Moved(RolloutPhase From, RolloutPhase To, RolloutReason? Reason) : RolloutEvent;

    /// <summary>A service went from one phase to another.</summary>
    public sealed record ServiceMoved(string Service, ServicePhase From, ServicePhase To, int Step) : RolloutEvent;

    /// <summary>The weight that a candidate is to have changed.</summary>
    public sealed record WeightChanged(string Service, int From, int To, WeightCause Cause) : RolloutEvent;

    /// <summary>A person is asked something, or waited for.</summary>
    public sealed record PersonWanted(string Service, int Step, string Question) : RolloutEvent;

    /// <summary>A signal was taken in.</summary>
    public sealed record Signalled(RolloutSignal Signal) : RolloutEvent;
}

/// <summary>Why a weight changed. The closed list.</summary>
public enum WeightCause
{
    /// <summary>The first weight of a rollout.</summary>
    Begun,

    /// <summary>The gate of the step before passed.</summary>
    GatePassed,

    /// <summary>The strategy asks for no gate.</summary>
    NoGate,

    /// <summary>A person's <c>Promote</c>.</summary>
    Person,

    /// <summary>There is no healthy stable stack.</summary>
    NoStable,

    /// <summary>Given again what an interruption took away.</summary>
    Resumed,

    /// <summary>Taken away.</summary>
    TakenBack,
}
