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
        RolloutEvent.Moved moved => new JournalLine(at, moved.Reason is { } reason ? $"{moved.From} → {moved.To}: {reason.Text}" : $"{moved.From} → {moved.To}", moved.Reason?.Service ?? ""),
        RolloutEvent.ServiceMoved moved => new JournalLine(at, Text($"step {moved.Step + 1}: {moved.From} → {moved.To}"), moved.Service),
        RolloutEvent.WeightChanged changed => new JournalLine(at, Text($"weight {changed.From} → {changed.To} ({changed.Cause})"), changed.Service),
        RolloutEvent.PersonWanted wanted => new JournalLine(at, Text($"step {wanted.Step + 1} waits for a person{(wanted.Question.Length == 0 ? "" : $": {wanted.Question}")}"), wanted.Service),
        RolloutEvent.Signalled signalled => new JournalLine(at, $"heard: {signalled.Signal}"),
        _ => new JournalLine(at, happened.ToString()),
    };

    public static JournalLine Of(PersonSignal signal, DateTimeOffset at) =>
        new(at, $"{signal.By} asks for {signal.Signal}{(signal.Comment.Length == 0 ? "" : $": {signal.Comment}")}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
