using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Machine;
using ServiceState = Sluice.Rollouts.Machine.ServiceState;

namespace Sluice.Reports.Rollouts;

/// <summary>What a change of a rollout means to the person who watches. Pure.</summary>
/// <param name="picture">The rollout after it.</param>
/// <param name="environment">Name of the environment, for what to type.</param>
/// <param name="returning">When it began to go back; <see langword="null"/> if it does not.</param>
internal sealed class ChangeFacts(RolloutPicture picture, string environment, DateTimeOffset? returning)
{
    private readonly Dictionary<string, (ServicePlan Plan, ServiceState State)> _services =
        picture.State.Plan.Services.Zip(picture.State.Services).ToDictionary(pair => pair.First.Service, pair => pair);

    private readonly Dictionary<string, LanePicture> _lanes = picture.Lanes.ToDictionary(lane => lane.Service);

    /// <summary>Most changes are not worth a line.</summary>
    public IEnumerable<RolloutFact> Of(RolloutEvent change) => change switch
    {
        RolloutEvent.Moved moved => Of(moved),
        RolloutEvent.ServiceMoved moved when _services.TryGetValue(moved.Service, out var service) => One(Of(moved, service.Plan, service.State)),
        RolloutEvent.WeightChanged { Cause: WeightCause.TakenBack } taken when picture.State.Phase == RolloutPhase.Held =>
            [new RolloutFact(RolloutWording.Text($"has 0 % instead of {taken.From} % until a person decides"), taken.Service) { IsUrgent = true }],
        RolloutEvent.PersonWanted wanted when _services.TryGetValue(wanted.Service, out var service) =>
            [new RolloutFact($"{RolloutWording.Place(service.Plan, wanted.Step)}: {Wanted(service.Plan.Steps[wanted.Step], wanted.Question)}", wanted.Service) { IsUrgent = true }],
        RolloutEvent.Signalled signalled => One(Of(signalled.Signal)),
        _ => [],
    };

    private IEnumerable<RolloutFact> Of(RolloutEvent.Moved moved)
    {
        var why = moved.Reason is { } reason ? $": {RolloutWording.Reason(reason)}" : "";
        return moved.To switch
        {
            RolloutPhase.Held => [new RolloutFact($"Held{why}") { IsUrgent = true }, new RolloutFact($"Type: {Decide()}") { IsUrgent = true }],
            RolloutPhase.Running => [new RolloutFact("It goes on")],
            RolloutPhase.Suspended => [new RolloutFact(picture.State.IsLeft ? "Interrupted: the weights stay as they are" : "Interrupted: candidates that are not promoted go to 0 %") { IsUrgent = true }],
            RolloutPhase.Returning => [new RolloutFact($"Going back{why}") { IsUrgent = true }],
            RolloutPhase.CleaningUp => [new RolloutFact($"{(IsBackEverywhere ? $"All traffic is back{After()}" : "Traffic is where it stays")}; evidence is saved, then the candidates go")],
            RolloutPhase.Finishing => [new RolloutFact("All services are promoted")],
            _ => [],
        };
    }

    private RolloutFact? Of(RolloutEvent.ServiceMoved moved, ServicePlan plan, ServiceState state)
    {
        var step = plan.Steps[moved.Step];
        var place = RolloutWording.Place(plan, moved.Step);
        return (moved.From, moved.To) switch
        {
            (_, ServicePhase.Shifting) when plan.IsRolling => new RolloutFact("its pods are replaced in place", moved.Service) { Detail = step.IsGated && state.HadStable == true ? ", and the gate looks" : "" },
            (_, ServicePhase.Acting) when plan.IsRolling && state.Weight == step.Weight => new RolloutFact("all its pods are new", moved.Service) { Detail = Begun(step, _lanes.GetValueOrDefault(moved.Service)?.Seen) },
            (ServicePhase.Scaling, ServicePhase.Settled) when plan.IsRolling => null,
            (_, ServicePhase.Returned) when plan.IsRolling && state.Granted > 0 => new RolloutFact($"taken back: its pods are those of the release before{After()}", moved.Service),
            (_, ServicePhase.Acting) when step.Kind == StepKind.Weight && state.Weight == step.Weight =>
                new RolloutFact($"{place}: {RolloutWording.Step(step)}", moved.Service) { Detail = Begun(step, _lanes.GetValueOrDefault(moved.Service)?.Seen) },
            (ServicePhase.Scaling, ServicePhase.Acting) when step.Kind == StepKind.Smoke =>
                new RolloutFact($"{place}: the job {step.Text} runs against the candidate", moved.Service),
            (ServicePhase.Scaling, ServicePhase.Settled) => new RolloutFact($"{place}: the candidate is ready", moved.Service) { Detail = Pods(_lanes.GetValueOrDefault(moved.Service)?.Seen) },
            (ServicePhase.Acting, ServicePhase.Settled) => Done(moved, step, state, place),
            (_, ServicePhase.Promoted) => new RolloutFact("promoted: the candidate serves all of it", moved.Service),
            (_, ServicePhase.Returned) when state.Granted > 0 => new RolloutFact($"taken back to 0 %{After()}", moved.Service),
            (_, ServicePhase.Kept) => new RolloutFact("kept: nothing served before it", moved.Service),
            (_, ServicePhase.Stranded) => new RolloutFact("stranded: its traffic stays at the candidate, which alone serves", moved.Service) { IsUrgent = true },
            _ => null,
        };
    }

    private RolloutFact? Done(RolloutEvent.ServiceMoved moved, StepPlan step, ServiceState state, string place) => step.Kind switch
    {
        StepKind.Weight when state.PassedBy == WeightCause.GatePassed =>
            new RolloutFact($"{place}: the gate passes {RolloutWording.Step(step)}", moved.Service) { Detail = Said(moved) },
        StepKind.Weight when state.PassedBy == WeightCause.NoStable && step.IsGated => new RolloutFact($"{place}: no gate is asked, as nothing serves beside it", moved.Service),
        StepKind.Smoke when state.Overruled < moved.Step && !picture.State.IsFull => new RolloutFact($"{place}: the job {step.Text} passes", moved.Service),
        StepKind.Pause when state.Overruled < moved.Step && !picture.State.IsFull => new RolloutFact($"{place}: the pause is over", moved.Service),
        _ => null,
    };

    private string Said(RolloutEvent.ServiceMoved moved) =>
        _lanes.GetValueOrDefault(moved.Service)?.Answer is { Word: GateWord.Pass, Text.Length: > 0 } answer && answer.Step == moved.Step ? $": {answer.Text}" : "";

    private RolloutFact? Of(RolloutSignal signal) => signal switch
    {
        RolloutSignal.Promote => new RolloutFact("A person promotes this step"),
        RolloutSignal.PromoteFully => new RolloutFact("A person promotes it fully: no further gate, pause or question holds it"),
        RolloutSignal.Pause => new RolloutFact($"A person pauses it: no further step begins. Type: {RolloutWording.Command("Resume", environment)}") { IsUrgent = true },
        RolloutSignal.Resume => new RolloutFact("A person resumes it"),
        _ => null,
    };

    private string Begun(StepPlan step, LaneSight? seen)
    {
        var served = seen?.Served is { } share && Math.Abs(share - step.Weight) >= 0.5 ? $", really {RolloutWording.Percent(share)}" : "";
        var time = (step.IsGated, step.Dwell, step.Deadline) switch
        {
            _ when picture.State.IsFull => "",
            (true, var dwell, { } deadline) => $"; the gate looks for {RolloutWording.Duration(dwell)} to {RolloutWording.Duration(deadline)}",
            (true, var dwell, _) => $"; the gate looks for at least {RolloutWording.Duration(dwell)}",
            (false, { Ticks: > 0 } dwell, _) => $" for {RolloutWording.Duration(dwell)}, no gate",
            _ => "",
        };
        return $"{Pods(seen)}{served}{time}";
    }

    private static string Pods(LaneSight? seen) => seen?.Candidate is { } candidate
        ? RolloutWording.Text($" (candidate {candidate.Ready} {(candidate.Ready == 1 ? "pod" : "pods")} ready)")
        : "";

    private bool IsBackEverywhere => picture.State.Services.All(service => service.Phase is ServicePhase.Returned or ServicePhase.Removed);

    private string Wanted(StepPlan step, string question) =>
        $"{RolloutWording.Wait(step)}{(question.Length == 0 ? "" : $": {question}")}{(question.EndsWith('?') ? "" : ".")} Type: {Decide()}";

    private string Decide() => $"{RolloutWording.Command("Promote", environment)} goes on, {RolloutWording.Command("Abort", environment)} takes it back";

    private string After() => returning is { } since && picture.At > since ? $" in {RolloutWording.Duration(picture.At - since)}" : "";

    private static IEnumerable<RolloutFact> One(RolloutFact? fact) => fact is null ? [] : [fact];
}
