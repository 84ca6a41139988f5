using Sluice.Reports.Live;
using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Machine;
using ServicePhase = Sluice.Rollouts.Machine.ServicePhase;
using ServiceState = Sluice.Rollouts.Machine.ServiceState;

namespace Sluice.Reports.Rollouts;

/// <summary>One service of a rollout in a row, and what is known of it in a few more. Pure.</summary>
internal sealed class LaneView(RolloutPicture picture, ServicePlan plan, ServiceState service, LanePicture? lane, DateTimeOffset now, int width)
{
    /// <summary>Names are cut to that many columns, so that what is said of them stands in one.</summary>
    private const int LongestName = 30;

    private const int LabelWidth = 10;

    private StepPlan Step => plan.Steps[service.Step];

    private bool IsAtWork => service.Phase is >= ServicePhase.Scaling and <= ServicePhase.Promoting or ServicePhase.Returning;

    /// <summary>Trouble first, then those at work, then those to come, then those that are done.</summary>
    public int Urgency => service.Phase switch
    {
        ServicePhase.Stranded => 0,
        ServicePhase.Returning => 1,
        ServicePhase.Waiting => 3,
        _ when IsAtWork => 2,
        _ => 4,
    };

    public string Word => RolloutWording.Phase(service.Phase);

    public ScreenLine Row()
    {
        var (mark, tone) = service.Phase switch
        {
            ServicePhase.Waiting => ("○", ScreenTone.Dim),
            ServicePhase.Promoted => ("✓", ScreenTone.Good),
            ServicePhase.Stranded => ("✗", ScreenTone.Bad),
            >= ServicePhase.Returning => ("↩", ScreenTone.Bad),
            _ => ("●", ScreenTone.Busy),
        };
        var names = Math.Min(picture.State.Plan.Services.Max(one => one.Service.Length), LongestName);
        var name = PictureDrawing.Cut(UntrustedText.Line(plan.Service), names).PadRight(names);
        var where = IsAtWork && service.Phase < ServicePhase.Returning ? $"{RolloutWording.Place(plan, service.Step)}  {RolloutWording.Step(Step)}: " : "";
        return new ScreenLine(
            [new ScreenText($" {mark} {name}  ", tone), new ScreenText($"{where}{Doing()}")],
            service.Phase == ServicePhase.Waiting ? "" : RolloutWording.Running(now - service.Since));
    }

    /// <summary>Nothing for services that are not at work.</summary>
    public IReadOnlyList<ScreenLine> Details() => !IsAtWork ? [] : [Traffic(), Steps(), .. Pods(), .. Gate()];

    private string Doing() => service.Phase switch
    {
        ServicePhase.Acting when picture.State.Phase == RolloutPhase.Held => "waits for a person",
        ServicePhase.Acting when Step.Kind == StepKind.Smoke => "runs",
        ServicePhase.Acting when Step.Kind is StepKind.Pause or StepKind.Manual => UntrustedText.Line($"{RolloutWording.Wait(Step)}{(Step.Text.Length == 0 ? "" : $": {Step.Text}")}"),
        ServicePhase.Acting when !Step.IsGated => "lasts",
        ServicePhase.Acting => "the gate looks",
        _ => Word,
    };

    private ScreenLine Traffic()
    {
        var share = lane?.Seen is { } seen ? seen.Served ?? seen.Weight : null;
        var bar = Math.Clamp(width / 3, 10, 40);
        var part = (int)Math.Round(bar * (share ?? service.Weight) / 100.0);
        // Also the smallest share is to be seen.
        part = part == 0 && (share ?? service.Weight) > 0 ? 1 : part;
        var words = share is { } known
            ? new[] { new ScreenText($"{Revision(lane!.CandidateRevision, "candidate")} {RolloutWording.Percent(known)}", ScreenTone.Candidate), new ScreenText(", "), new ScreenText($"{Revision(lane.StableRevision, "stable")} {RolloutWording.Percent(100 - known)}", ScreenTone.Stable) }
            : [new ScreenText(RolloutWording.Text($"{service.Weight} % asked for, not read back"), ScreenTone.Dim)];
        return new ScreenLine([Label("traffic"), new ScreenText(new string('█', part), ScreenTone.Candidate), new ScreenText(new string('░', bar - part), ScreenTone.Stable), new ScreenText("  "), .. words]);
    }

    private ScreenLine Steps()
    {
        var done = service.Phase is ServicePhase.Settled ? service.Step + 1 : service.Phase == ServicePhase.Promoting ? plan.Steps.Count : service.Step;
        var pieces = plan.Steps.Select((step, number) => number < done ? new ScreenText($"✓ {RolloutWording.Step(step)}  ", ScreenTone.Good)
            : number == service.Step ? new ScreenText($"▶ {RolloutWording.Step(step)}  ", ScreenTone.Busy)
            : new ScreenText($"· {RolloutWording.Step(step)}  ", ScreenTone.Dim));
        return new ScreenLine([Label("steps"), .. pieces], UntrustedText.Line(Remaining()));
    }

    private string Remaining()
    {
        var elapsed = now - service.Since;
        var least = service.Phase == ServicePhase.Acting && Step.Dwell > elapsed ? $"at least {RolloutWording.Running(Step.Dwell - elapsed)}" : "";
        var most = service.Phase == ServicePhase.Acting && Step.Deadline is { } deadline && deadline > elapsed ? $"at most {RolloutWording.Running(deadline - elapsed)}" : "";
        return string.Join(", ", new[] { least, most }.Where(text => text.Length > 0)) is { Length: > 0 } times ? $"{times} more" : "";
    }

    private IEnumerable<ScreenLine> Pods()
    {
        if (lane?.Seen is not { } seen)
        {
            yield return new ScreenLine(Label("pods"), new ScreenText("not seen just now", ScreenTone.Busy));
            yield break;
        }

        yield return new ScreenLine([Label("pods"), new ScreenText($"candidate {Pods(seen.Candidate)}", ScreenTone.Candidate), new ScreenText(", "), new ScreenText($"stable {Pods(seen.Stable)}", ScreenTone.Stable)]);
        if (seen.Candidate?.Failure is { } failure)
        {
            yield return new ScreenLine(Label(""), new ScreenText(UntrustedText.Line(failure), ScreenTone.Bad));
        }
    }

    private IEnumerable<ScreenLine> Gate()
    {
        if (lane?.Gate is not { } gate)
        {
            yield break;
        }

        if (gate.ToPass is not null || gate.ToRollback is not null)
        {
            yield return new ScreenLine([Label("evidence"), .. Bound("pass", gate.ToPass, ScreenTone.Good), new ScreenText("   "), .. Bound("back", gate.ToRollback, ScreenTone.Bad)]);
        }

        yield return new ScreenLine(Label("gate"), new ScreenText(UntrustedText.Line(gate.Text.StartsWith($"{gate.Gate}:", StringComparison.Ordinal) ? gate.Text : $"{gate.Gate}: {gate.Text}")));
        yield return new ScreenLine(
            Label("requests"),
            new ScreenText($"candidate {RolloutWording.Arm(gate.CandidateRequests, gate.CandidateBad)}", ScreenTone.Candidate),
            new ScreenText(", "),
            new ScreenText($"stable {RolloutWording.Arm(gate.StableRequests, gate.StableBad)}", ScreenTone.Stable));
    }

    private IEnumerable<ScreenText> Bound(string name, double? part, ScreenTone tone)
    {
        if (part is not { } known)
        {
            yield break;
        }

        var bar = Math.Clamp(width / 6, 5, 20);
        var full = (int)Math.Round(bar * Math.Clamp(known, 0, 1));
        yield return new ScreenText($"{name} ");
        yield return new ScreenText(new string('█', full), tone);
        yield return new ScreenText(new string('░', bar - full), ScreenTone.Dim);
        yield return new ScreenText($" {RolloutWording.Percent(100 * known)}", tone);
    }

    private static string Pods(StackSight? stack) => stack is null ? "unknown" : RolloutWording.Text($"{stack.Ready} of {stack.Pods} ready");

    private static string Revision(string revision, string otherwise) => revision.Length == 0 ? otherwise : revision;

    private static ScreenText Label(string text) => new($"   {text.PadRight(LabelWidth)}", ScreenTone.Dim);
}
