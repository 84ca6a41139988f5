using Sluice.Rollouts.Machine;

namespace Sluice.Nuke.Jobs;

/// <summary>What a person asks of the rollout of an environment.</summary>
/// <param name="Target">The target that was typed.</param>
/// <param name="Signal">What it asks for.</param>
internal sealed record SignalWish(string Target, RolloutSignal Signal)
{
    /// <summary>Whether there is nothing to ask for where no rollout is under way: who wants it stopped has what they want.</summary>
    public bool IsContentWithNothing => Signal is RolloutSignal.Abort or RolloutSignal.Pause;

    /// <summary>Whether the rollout has to be driven for it to come true.</summary>
    public bool NeedsDriver => Signal != RolloutSignal.Pause;

    /// <summary>Whether a rollout in that phase has to go on before it can take it: an interrupted one promotes nothing.</summary>
    public bool ComesAfterResume(RolloutPhase phase) => phase == RolloutPhase.Suspended && Signal is (RolloutSignal.Promote or RolloutSignal.PromoteFully);
}
