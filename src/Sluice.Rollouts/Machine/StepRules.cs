using System.Globalization;
using Sluice.Model.Strategies;

namespace Sluice.Rollouts.Machine;

/// <summary>How services go through their steps, in lockstep within a level.</summary>
internal static class StepRules
{
    /// <summary>Looks whether what was given a chance still deserves it: also while others are at work, in pauses and while a person is waited for.</summary>
    public static void Watch(Turn turn)
    {
        foreach (var service in turn.Begun.TakeWhile(_ => turn.Phase is RolloutPhase.Running or RolloutPhase.Held))
        {
            Watch(service);
        }
    }

    /// <summary>Goes as far as what is seen allows.</summary>
    public static void Advance(Turn turn)
    {
        // Every round moves a service forward or is the last one.
        for (var moved = true; moved && turn.Phase == RolloutPhase.Running;)
        {
            var before = turn.Events.Count;
            foreach (var service in turn.Begun.TakeWhile(_ => turn.Phase == RolloutPhase.Running))
            {
                Advance(turn, service);
            }

            if (turn.Phase == RolloutPhase.Running && turn.Begun.All(service => service.Phase == ServicePhase.Promoted))
            {
                NextLevel(turn);
            }

            moved = turn.Events.Count > before;
        }
    }

    private static void Watch(ServiceTurn service)
    {
        if (service.Phase is < ServicePhase.Scaling or > ServicePhase.Promoted)
        {
            return;
        }

        if (service.Seen?.Candidate?.Failure is { } failure)
        {
            service.Fail(ReasonKind.NotReady, failure, service.Seen.Candidate.Ready == 0);
        }
        else if (service.IsDead)
        {
            service.Fail(ReasonKind.NotReady, "None of its pods serves, and it has weight.", isCertain: true);
        }
        else if (service.Seen?.Gate is { Word: GateWord.Rollback } gate && gate.Step > service.State.Overruled && gate.Step <= service.State.Step && !service.HasNoStable)
        {
            service.Fail(ReasonKind.Regression, gate.Text, gate.IsCertain);
        }
    }

    private static void Advance(Turn turn, ServiceTurn service)
    {
        switch (service.Phase)
        {
            case ServicePhase.Waiting:
                // Until somebody looked whether anything serves, nothing is touched.
                if (service.State.HadStable is { } had && !turn.IsPaused)
                {
                    service.Begin(had ? 0 : service.Plan.Last);
                }

                break;
            case ServicePhase.Scaling:
                Scale(turn, service);
                break;
            case ServicePhase.Shifting:
                if (service.IsShifted)
                {
                    service.MoveTo(ServicePhase.Acting);
                }
                else if (service.Elapsed >= turn.Plan.ReadyDeadline && service.Plan.IsRolling)
                {
                    service.Fail(ReasonKind.NotReady, string.Create(CultureInfo.InvariantCulture, $"{service.Seen?.Candidate?.Ready ?? 0} of {service.Seen?.Candidate?.Pods ?? service.State.Pods} pods are new and ready after {turn.Plan.ReadyDeadline}."));
                }
                else if (service.Elapsed >= turn.Plan.ReadyDeadline)
                {
                    service.Fail(ReasonKind.Infrastructure, string.Create(CultureInfo.InvariantCulture, $"The weight {service.State.Weight} could not be read back within {turn.Plan.ReadyDeadline}."));
                }

                break;
            case ServicePhase.Acting:
                ActRules.Apply(turn, service);
                break;
            case ServicePhase.Settled:
                if (!turn.IsPaused && MayGoOn(turn, service))
                {
                    Next(service);
                }

                break;
            case ServicePhase.Promoting:
                if (service.Seen is { IsPromoted: true, Weight: 100 })
                {
                    service.MoveTo(ServicePhase.Promoted);
                }
                else if (service.Elapsed >= turn.Plan.ReadyDeadline)
                {
                    service.Fail(ReasonKind.Infrastructure, $"The promotion could not be read back within {turn.Plan.ReadyDeadline}.");
                }

                break;
            default:
                break;
        }
    }

    private static void Scale(Turn turn, ServiceTurn service)
    {
        // What is updated in place has nothing to be prepared; it has to be seen.
        var isLarge = service.Seen?.Candidate is { } candidate && (service.Plan.IsRolling || (candidate.Pods >= service.State.Pods && candidate.Ready >= service.State.Pods));
        // Before the candidate gets anything, stable must be bound to keep what it takes to have it back.
        var isSafe = service.Plan.IsRolling || service.Step.Kind != StepKind.Weight || service.State.HadStable == false || service.Seen is { IsHeld: true };
        if (isLarge && isSafe)
        {
            if (service.Step.Kind == StepKind.Scale)
            {
                service.MoveTo(ServicePhase.Settled);
            }
            else if (service.Step.Weight > service.State.Granted && Cause(service) == WeightCause.NoStable && !service.HasNoStable)
            {
                // Stable has come back, so there is something to be protected again.
                service.Begin(service.LastWeight);
            }
            else if (service.Step.Kind == StepKind.Weight)
            {
                service.Raise(Cause(service));
                service.MoveTo(ServicePhase.Shifting);
            }
            else
            {
                service.MoveTo(ServicePhase.Acting);
                if (service.Step.Kind is StepKind.Pause or StepKind.Manual && !turn.IsFull)
                {
                    turn.Events.Add(new RolloutEvent.PersonWanted(service.Name, service.State.Step, service.Step.Text));
                }
            }
        }
        else if (service.Elapsed >= turn.Plan.ReadyDeadline)
        {
            service.Fail(
                isLarge ? ReasonKind.Infrastructure : ReasonKind.NotReady,
                isLarge ? "The capacity of the stable stack could not be held." : string.Create(CultureInfo.InvariantCulture, $"{service.Seen?.Candidate?.Ready ?? 0} of {service.State.Pods} pods are ready after {turn.Plan.ReadyDeadline}."));
        }
    }

    private static WeightCause Cause(ServiceTurn service) =>
        service.Step.Weight <= service.State.Granted ? WeightCause.Resumed
        : service.HasNoStable ? WeightCause.NoStable
        : service.State.PassedBy;

    // Nobody begins a step before the others of the level have done as many, and all give everything at the same time.
    private static bool MayGoOn(Turn turn, ServiceTurn service)
    {
        var done = service.State.Step + 1;
        return turn.Services.Where(other => other.Plan.Level == service.Plan.Level).All(other => done >= service.Plan.Last
            ? other.Done >= other.Plan.Last + (done - service.Plan.Last)
            : other.Done >= Math.Min(done, other.Plan.Last));
    }

    private static void Next(ServiceTurn service)
    {
        if (service.IsLast)
        {
            service.MoveTo(ServicePhase.Promoting);
        }
        else
        {
            service.Begin(service.State.Step + 1);
        }
    }

    private static void NextLevel(Turn turn)
    {
        var later = turn.Services.Where(service => service.Plan.Level > turn.Level).Select(service => service.Plan.Level).ToList();
        if (later.Count == 0)
        {
            turn.MoveTo(RolloutPhase.Finishing, null);
        }
        else if (!turn.IsPaused)
        {
            turn.Set(state => state with { Level = later.Min() });
        }
    }
}
