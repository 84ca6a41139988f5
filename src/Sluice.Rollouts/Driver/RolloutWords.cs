using System.Globalization;
using Sluice.Rollouts.Machine;

namespace Sluice.Rollouts.Driver;

/// <summary>Puts what a rollout does into the journal's sentences. Pure.</summary>
internal static class RolloutWords
{
    public static string Of(RolloutCommand command) => command switch
    {
        RolloutCommand.HoldCapacity hold => Text($"hold {hold.Service} at {hold.Pods} pods"),
        RolloutCommand.ReleaseCapacity release => $"release the capacity of {release.Service}",
        RolloutCommand.ScaleCandidate scale => Text($"candidate of {scale.Service}: {scale.Pods} pods"),
        RolloutCommand.SetWeight weight => Text($"candidate of {weight.Service}: {weight.Weight} %"),
        RolloutCommand.Judge judge => Text($"judge step {judge.Step + 1} of {judge.Service}"),
        RolloutCommand.RunJob job => Text($"run the job of step {job.Step + 1} of {job.Service}"),
        RolloutCommand.Promote promote => $"promote {promote.Service}",
        RolloutCommand.KeepWarm warm => $"keep the previous stack of {warm.Service} warm",
        RolloutCommand.SaveEvidence evidence => $"save evidence of {evidence.Service}",
        RolloutCommand.RemoveCandidate remove => $"remove the candidate of {remove.Service}",
        _ => command.ToString(),
    };

    public static JournalLine Of(RolloutEvent happened, DateTimeOffset at) => happened switch
    {
        RolloutEvent.Moved moved => new JournalLine(at, moved.Reason is { } reason ? $"{Sentence(moved.To)}: {reason.Text}" : Sentence(moved.To), moved.Reason?.Service ?? ""),
        RolloutEvent.ServiceMoved moved => new JournalLine(at, Sentence(moved.To, moved.Step + 1), moved.Service),
        RolloutEvent.WeightChanged changed => new JournalLine(at, Text($"the candidate is to have {changed.To} % instead of {changed.From} %: {Cause(changed.Cause)}"), changed.Service),
        RolloutEvent.PersonWanted wanted => new JournalLine(at, Text($"step {wanted.Step + 1} waits for a person{(wanted.Question.Length == 0 ? "" : $": {wanted.Question}")}"), wanted.Service),
        RolloutEvent.Signalled signalled => new JournalLine(at, Sentence(signalled.Signal)),
        _ => new JournalLine(at, happened.ToString()),
    };

    public static JournalLine Of(PersonSignal signal, DateTimeOffset at) =>
        new(at, $"{signal.By} asks for {signal.Signal}{(signal.Comment.Length == 0 ? "" : $": {signal.Comment}")}");

    private static string Sentence(RolloutPhase phase) => phase switch
    {
        RolloutPhase.Running => "steps follow each other",
        RolloutPhase.Held => "it waits for a person",
        RolloutPhase.Suspended => "it was interrupted and can be resumed",
        RolloutPhase.Returning => "traffic goes back",
        RolloutPhase.CleaningUp => "traffic is where it stays; evidence is saved, then candidates go",
        RolloutPhase.Finishing => "every service is promoted",
        RolloutPhase.Succeeded => "the release serves",
        RolloutPhase.RolledBack => "what served before serves again",
        RolloutPhase.Stranded => "going back failed; traffic is where it is served",
        _ => phase.ToString(),
    };

    private static string Sentence(ServicePhase phase, int step) => phase switch
    {
        ServicePhase.Waiting => "its turn comes later",
        ServicePhase.Scaling => Text($"step {step}: the candidate gets its size"),
        ServicePhase.Shifting => Text($"step {step}: the traffic is being shifted"),
        ServicePhase.Acting => Text($"step {step} is in force"),
        ServicePhase.Settled => Text($"step {step} is done"),
        ServicePhase.Promoting => "the candidate takes stable's place",
        ServicePhase.Promoted => "the candidate is promoted and serves all of it",
        ServicePhase.Returning => "its traffic goes back",
        ServicePhase.Returned => "its traffic is back",
        ServicePhase.Removed => "its candidate is gone, with evidence saved",
        ServicePhase.Kept => "kept, as nothing served before it",
        ServicePhase.Stranded => "only the candidate serves, so its traffic stays there",
        _ => phase.ToString(),
    };

    private static string Sentence(RolloutSignal signal) => signal switch
    {
        RolloutSignal.Promote => "a person promotes this step",
        RolloutSignal.PromoteFully => "a person promotes it fully",
        RolloutSignal.Pause => "a person pauses it",
        RolloutSignal.Resume => "it is resumed",
        RolloutSignal.Abort => "it is aborted",
        _ => $"heard: {signal}",
    };

    private static string Cause(WeightCause cause) => cause switch
    {
        WeightCause.Begun => "the first step begins",
        WeightCause.GatePassed => "the gate passed the step before",
        WeightCause.NoGate => "no gate is asked",
        WeightCause.Person => "a person promoted it",
        WeightCause.NoStable => "nothing healthy serves beside it",
        WeightCause.Resumed => "given again after an interruption",
        WeightCause.TakenBack => "taken back",
        _ => cause.ToString(),
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
