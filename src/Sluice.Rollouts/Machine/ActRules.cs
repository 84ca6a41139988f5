using Sluice.Model.Strategies;

namespace Sluice.Rollouts.Machine;

/// <summary>When a step that lasts is done, or has failed.</summary>
internal static class ActRules
{
    public static void Apply(Turn turn, ServiceTurn service)
    {
        if (service.State.Overruled >= service.State.Step || turn.IsFull)
        {
            Settle(service, WeightCause.Person);
            return;
        }

        switch (service.Step.Kind)
        {
            case StepKind.Weight:
                Judge(turn, service);
                break;
            case StepKind.Smoke:
                Test(service);
                break;
            case StepKind.Pause when IsOver(service):
                if (service.Step.Then == PauseEnd.Continue)
                {
                    Settle(service, service.State.PassedBy);
                }
                else
                {
                    service.Fail(ReasonKind.NoAnswer, $"Nobody promoted it within {service.Step.Deadline}.");
                }

                break;
            case StepKind.Manual when IsOver(service):
                service.Fail(ReasonKind.NoAnswer, $"Nobody answered within {service.Step.Deadline}: {service.Step.Text}");
                break;
            default:
                break;
        }
    }

    private static bool IsOver(ServiceTurn service) => service.Elapsed >= service.Step.Deadline;

    private static void Settle(ServiceTurn service, WeightCause cause)
    {
        if (service.Step.Kind == StepKind.Weight)
        {
            service.Set(state => state with { PassedBy = cause });
        }

        service.MoveTo(ServicePhase.Settled);
    }

    private static void Judge(Turn turn, ServiceTurn service)
    {
        // An answer to another step is no answer.
        var gate = service.Seen?.Gate is { } answer && answer.Step == service.State.Step ? answer : null;
        var hasLasted = service.Elapsed >= service.Step.Dwell;
        if (service.HasNoStable || !service.Step.IsGated)
        {
            if (hasLasted || service.HasNoStable)
            {
                Settle(service, service.HasNoStable ? WeightCause.NoStable : WeightCause.NoGate);
            }
        }
        else if (gate is { Word: GateWord.Pass } && hasLasted)
        {
            Settle(service, WeightCause.GatePassed);
        }
        else if (gate is { Word: GateWord.Inconclusive })
        {
            service.Fail(ReasonKind.Inconclusive, gate.Text);
        }
        else if (IsOver(service) && !turn.IsPaused && gate is not { Word: GateWord.Rollback })
        {
            service.Fail(ReasonKind.Inconclusive, $"The gate did not decide within {service.Step.Deadline}. {gate?.Text ?? "It said nothing."}");
        }
    }

    private static void Test(ServiceTurn service)
    {
        var job = service.Seen?.Job is { } seen && seen.Step == service.State.Step ? seen : null;
        if (job?.HasPassed == true)
        {
            Settle(service, service.State.PassedBy);
        }
        else if (job?.HasPassed == false)
        {
            service.Fail(ReasonKind.SmokeFailed, job.Text);
        }
        else if (IsOver(service))
        {
            service.Fail(ReasonKind.SmokeFailed, $"The job {service.Step.Text} did not end within {service.Step.Deadline}.");
        }
    }
}
