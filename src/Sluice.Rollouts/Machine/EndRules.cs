namespace Sluice.Rollouts.Machine;

/// <summary>When what comes after the traffic is done, and the rollout is over. What takes too long is left to a later command.</summary>
internal static class EndRules
{
    public static void Apply(Turn turn)
    {
        if (turn.Phase == RolloutPhase.CleaningUp)
        {
            CleanUp(turn);
        }
        else if (turn.Phase == RolloutPhase.Finishing
            && (turn.Services.All(IsFinished) || turn.Elapsed >= turn.Plan.CleanUpDeadline))
        {
            turn.MoveTo(RolloutPhase.Succeeded, null);
        }
    }

    private static bool IsFinished(ServiceTurn service) => service.Plan.IsRolling || service.State.HadStable == false || service.Seen is { IsWarm: true, IsHeld: false };

    private static bool IsClean(ServiceTurn service) => service.Plan.IsRolling
        ? service.Seen is { Weight: 0 } seen && (seen.IsEvidenceSaved || service.State.Granted == 0)
        : service.Seen is { Candidate.Pods: 0, IsHeld: false, Weight: 0 };

    private static void CleanUp(Turn turn)
    {
        foreach (var service in turn.Services.Where(service => service.Phase == ServicePhase.Returned && IsClean(service)))
        {
            service.MoveTo(ServicePhase.Removed);
        }

        if (turn.Services.All(service => service.Phase != ServicePhase.Returned) || turn.Elapsed >= turn.Plan.CleanUpDeadline)
        {
            var isStranded = turn.Services.Any(service => service.Phase == ServicePhase.Stranded);
            turn.MoveTo(isStranded ? RolloutPhase.Stranded : RolloutPhase.RolledBack, turn.Reason);
        }
    }
}
