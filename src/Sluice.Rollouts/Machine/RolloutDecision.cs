namespace Sluice.Rollouts.Machine;

/// <summary>What a decision comes to.</summary>
/// <param name="State">The state from now on; journalled before the commands are carried out.</param>
/// <param name="Commands">What is to be done, in this order.</param>
/// <param name="Events">What changed, in this order.</param>
public sealed record RolloutDecision(RolloutState State, IReadOnlyList<RolloutCommand> Commands, IReadOnlyList<RolloutEvent> Events);
