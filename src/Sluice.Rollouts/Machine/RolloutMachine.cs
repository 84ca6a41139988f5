namespace Sluice.Rollouts.Machine;

/// <summary>
/// Decides how a rollout goes on. Pure: no clock, no I/O; the same state and observation always give the same decision. Waiting,
/// calling and retrying is the driver's.
/// </summary>
public static class RolloutMachine
{
    /// <param name="state">What is remembered.</param>
    /// <param name="seen">What is seen now.</param>
    public static RolloutDecision Decide(RolloutState state, Observation seen)
    {
        if (state.IsOver)
        {
            return new RolloutDecision(state, [], []);
        }

        var turn = Begin(state, seen);
        if (turn.Phase == RolloutPhase.Running)
        {
            StepRules.Advance(turn);
            if (turn.Failure is { } failure)
            {
                // What others gained in the same moment is not given: a decision that fails raises nothing.
                turn = Begin(state, seen);
                turn.Fail(failure, isCertain: false);
            }
        }

        SuspendRules.Apply(turn);
        // A rollback that begins in this decision gives its first command in it too.
        ReturnRules.Apply(turn);
        EndRules.Apply(turn);
        var next = turn.State();
        return new RolloutDecision(next, CommandRules.Of(next, turn), turn.Events);
    }

    private static Turn Begin(RolloutState state, Observation seen)
    {
        var turn = new Turn(state, seen);
        SignalRules.Apply(turn);
        StepRules.Watch(turn);
        return turn;
    }
}
