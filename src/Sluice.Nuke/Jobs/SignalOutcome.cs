using Sluice.Rollouts;
using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Locking;

namespace Sluice.Nuke.Jobs;

/// <summary>What became of a signal. The closed list is this file.</summary>
internal abstract record SignalOutcome
{
    private SignalOutcome()
    {
    }

    /// <summary>No rollout is under way.</summary>
    /// <param name="Last">The newest one, which is over; <see langword="null"/> where there never was any.</param>
    public sealed record NothingRuns(RolloutRecord? Last) : SignalOutcome;

    /// <summary>Who drives the rollout has heard it.</summary>
    /// <param name="Record">The rollout, with what was decided then.</param>
    public sealed record Heard(RolloutRecord Record) : SignalOutcome;

    /// <summary>The rollout ended before it was heard.</summary>
    public sealed record Ended(RolloutRecord Record) : SignalOutcome;

    /// <summary>Nobody drives the rollout, and the signal lies in no box any more.</summary>
    public sealed record Undriven(RolloutRecord Record) : SignalOutcome;

    /// <summary>A run that lives holds the lock and did not hear it; the signal was taken out of the box again.</summary>
    /// <param name="Record">The rollout.</param>
    /// <param name="Lock">Who holds the lock.</param>
    public sealed record Unheard(RolloutRecord Record, LockView Lock) : SignalOutcome;

    /// <summary>The cluster could not be asked, or did not take it.</summary>
    public sealed record Failed(IReadOnlyList<ClusterProblem> Problems) : SignalOutcome;
}
