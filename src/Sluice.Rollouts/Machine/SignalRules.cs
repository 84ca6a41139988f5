namespace Sluice.Rollouts.Machine;

/// <summary>What people, and the end of the process, ask for. What does not fit the moment changes nothing.</summary>
internal static class SignalRules
{
    public static void Apply(Turn turn)
    {
        var isOnTheWay = turn.Phase is RolloutPhase.Running or RolloutPhase.Held;
        if (turn.Signal == RolloutSignal.None || (!isOnTheWay && turn.Phase != RolloutPhase.Suspended))
        {
            return;
        }

        switch (turn.Signal)
        {
            case RolloutSignal.Promote or RolloutSignal.PromoteFully when isOnTheWay:
                Promote(turn);
                break;
            case RolloutSignal.Pause when turn.Phase == RolloutPhase.Running:
                turn.Set(state => state with { IsPaused = true });
                break;
            case RolloutSignal.Resume:
                Resume(turn);
                break;
            case RolloutSignal.Abort:
                turn.MoveTo(RolloutPhase.Returning, new RolloutReason(ReasonKind.Aborted, "", "A person ended it."));
                break;
            case RolloutSignal.Interrupt or RolloutSignal.Leave when isOnTheWay:
                turn.Set(state => state with { IsLeft = turn.Signal == RolloutSignal.Leave });
                turn.MoveTo(RolloutPhase.Suspended, turn.Reason);
                break;
            default:
                return;
        }

        turn.Events.Add(new RolloutEvent.Signalled(turn.Signal));
    }

    private static void Promote(Turn turn)
    {
        turn.Set(state => state with { IsPaused = false, IsFull = state.IsFull || turn.Signal == RolloutSignal.PromoteFully });
        foreach (var service in turn.Begun.Where(service => service.Phase is >= ServicePhase.Scaling and <= ServicePhase.Promoted))
        {
            if (service.Phase == ServicePhase.Acting || turn.Phase == RolloutPhase.Held)
            {
                service.Set(state => state with { Overruled = state.Step, PassedBy = WeightCause.Person });
            }
        }

        GoOn(turn);
    }

    // What a candidate was held for stays true through an interruption: only Promote or Abort answers it.
    private static void Resume(Turn turn)
    {
        turn.Set(state => state with { IsPaused = false, IsLeft = false });
        if (turn.Reason is null or { Kind: ReasonKind.Inconclusive })
        {
            GoOn(turn);
        }
        else
        {
            turn.MoveTo(RolloutPhase.Held, turn.Reason);
        }
    }

    // What waited for a person gets its time anew.
    private static void GoOn(Turn turn)
    {
        if (turn.Phase is not (RolloutPhase.Held or RolloutPhase.Suspended))
        {
            return;
        }

        turn.MoveTo(RolloutPhase.Running, null);
        foreach (var service in turn.Services.Where(service => service.Phase is >= ServicePhase.Scaling and <= ServicePhase.Promoting))
        {
            service.Set(state => state with { Since = turn.Now });
            if (service.Step.Kind == StepKind.Weight && service.Phase is ServicePhase.Acting or ServicePhase.Shifting or ServicePhase.Settled && service.State.Weight != service.Step.Weight)
            {
                service.Begin(service.State.Step);
            }
        }
    }
}
