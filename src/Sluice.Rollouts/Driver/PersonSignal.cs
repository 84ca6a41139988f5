using Sluice.Rollouts.Machine;

namespace Sluice.Rollouts.Driver;

/// <summary>What a person asks of a rollout.</summary>
/// <param name="Id">Unique.</param>
/// <param name="Rollout">Its number: a signal to another one changes nothing.</param>
/// <param name="Signal">What.</param>
/// <param name="By">Who.</param>
/// <param name="At">When, by the clock of who asked.</param>
/// <param name="Comment">Why; may be empty.</param>
public sealed record PersonSignal(string Id, int Rollout, RolloutSignal Signal, string By, DateTimeOffset At, string Comment);
