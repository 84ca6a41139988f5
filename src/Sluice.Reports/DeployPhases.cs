using Sluice.Rollouts.Events;
using Sluice.Rollouts.Machine;
using Sluice.Rollouts.Rollback;

namespace Sluice.Reports;

/// <summary>The parts of a deploy as a person thinks of them. Pure.</summary>
public static class DeployPhases
{
    /// <summary>Name of the phase that this event belongs to; <see langword="null"/> for events of any phase.</summary>
    public static string? Of(DeployEvent deployEvent) => deployEvent switch
    {
        DeployEvent.Validating => "Check the objects",
        DeployEvent.ObjectApplied => "Apply the objects",
        DeployEvent.WaitingForReady e => $"Wait for {DeployLines.Join(e.Services)}",
        DeployEvent.RolloutSeen { Picture.State.Phase: RolloutPhase.Returning or RolloutPhase.CleaningUp or RolloutPhase.RolledBack or RolloutPhase.Stranded } => "Take the traffic back",
        DeployEvent.RolloutSeen => "Shift the traffic",
        DeployEvent.SmokeChecked => "Ask the services",
        DeployEvent.Recorded or DeployEvent.Removed => "Record and clear up",
        DeployEvent.Returning e => $"Go back to release {RollbackTargets.Name(e.Target)}",
        _ => null,
    };
}
