using Sluice.Rollouts.Admission;
using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Machine;
using Sluice.Rollouts.Sweeping;

namespace Sluice.Reports.Rollouts;

/// <summary>An environment's rollout and what falls due, in a few lines of its status. Pure.</summary>
public static class RolloutStatusLines
{
    /// <summary>Services of a rollout that are listed.</summary>
    private const int MaximumServices = 12;

    private const int MaximumDue = 8;

    private const int MaximumLines = 3;

    /// <summary>Empty where nothing is under way and nothing is due.</summary>
    public static IReadOnlyList<string> Describe(RolloutGlance glance, string environment) =>
        [.. Rollout(glance, environment).Concat(Due(glance)).Select(UntrustedText.Line)];

    /// <summary>Who drives it, or what to type when nobody does.</summary>
    internal static string Driver(RolloutGlance glance, RolloutRecord record, string environment) => glance.IsDriven
        ? $"driven by {(record.Driver.Length == 0 ? "another run" : record.Driver)}"
        : $"nobody drives it: {RolloutWording.Command("Resume", environment)} goes on, {RolloutWording.Command("Abort", environment)} takes it back";

    private static IEnumerable<string> Rollout(RolloutGlance glance, string environment)
    {
        if (glance.Open is not { } record)
        {
            yield break;
        }

        var state = record.State;
        yield return RolloutWording.Text($"  Rollout {record.Number} ({record.Release.Version}): {Phase(record)} ({RolloutWording.Running(glance.At - state.Since)}); {Driver(glance, record, environment)}");
        if (state.Reason is { } reason)
        {
            yield return $"    {RolloutWording.Reason(reason)}";
        }

        if (state is { Phase: RolloutPhase.Held } && glance.IsDriven)
        {
            yield return $"    Type: {RolloutWording.Command("Promote", environment)} goes on, {RolloutWording.Command("Abort", environment)} takes it back";
        }

        foreach (var (plan, service) in state.Plan.Services.Zip(state.Services).Take(MaximumServices))
        {
            yield return $"    {plan.Service}{Where(plan, service)}: {RolloutWording.Phase(service.Phase)}, {service.Weight} % of the traffic";
        }

        if (state.Services.Count > MaximumServices)
        {
            yield return RolloutWording.Text($"    and {state.Services.Count - MaximumServices} more services; --json FILE writes all");
        }

        foreach (var line in glance.Lines.TakeLast(MaximumLines))
        {
            yield return $"    {RolloutWording.Running(glance.At - line.At)} ago: {Text(line)}";
        }
    }

    /// <summary>A line of the journal with the service that it is about.</summary>
    internal static string Text(JournalLine line) => line.Service.Length == 0 ? line.Text : $"{line.Service}: {line.Text}";

    private static string Phase(RolloutRecord record) => record.Stage switch
    {
        RolloutStage.Preparing => "being prepared",
        RolloutStage.Settling => "being settled",
        _ when record.State.IsPaused && record.State.Phase == RolloutPhase.Running => "paused by a person",
        _ => RolloutWording.Phase(record.State.Phase),
    };

    private static string Where(ServicePlan plan, ServiceState service) => service.Phase is >= ServicePhase.Scaling and <= ServicePhase.Promoting
        ? $" {RolloutWording.Place(plan, service.Step)} ({RolloutWording.Step(plan.Steps[service.Step])})"
        : "";

    private static IEnumerable<string> Due(RolloutGlance glance)
    {
        // What nobody drives is said above.
        var due = glance.Due.Where(item => item.Kind is not DueKind.UnfinishedRollout).ToList();
        foreach (var item in due.Take(MaximumDue))
        {
            yield return item.IsDue(glance.At)
                ? $"  Due: {item.Text} Type: ./build.sh Sweep"
                : $"  Until {AdmissionTexts.Time(item.At)}: {item.Text}";
        }

        if (due.Count > MaximumDue)
        {
            yield return RolloutWording.Text($"  and {due.Count - MaximumDue} more; --json FILE writes all");
        }
    }
}
