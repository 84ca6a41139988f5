using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Locking;
using Sluice.Rollouts.Machine;

namespace Sluice.Reports.Rollouts;

/// <summary>What people are told who ask something of a rollout that runs elsewhere. Pure.</summary>
public static class ControlLines
{
    private const int MaximumServices = 6;

    /// <summary>What the rollout does now that it has heard a signal.</summary>
    public static IReadOnlyList<string> Heard(RolloutRecord record, string environment, RolloutSignal signal, DateTimeOffset now) =>
    [
        .. Describe(record, environment, now),
        UntrustedText.Line($"It was heard by {Driver(record)}. {Meaning(record.State, signal, environment)}"),
    ];

    /// <summary>A rollout with its phase, its services' steps, and who drives it.</summary>
    public static IReadOnlyList<string> Describe(RolloutRecord record, string environment, DateTimeOffset now)
    {
        var state = record.State;
        var pairs = state.Plan.Services.Zip(state.Services).ToList();
        return [.. new[] { $"{Name(record, environment)}: {Phase(state)} for {RolloutWording.Running(now - state.Since)}{Because(state)}" }
            .Concat(pairs.Take(MaximumServices).Select(pair => Service(pair.First, pair.Second)))
            .Concat(pairs.Count > MaximumServices ? [$"  and {pairs.Count - MaximumServices} more services"] : [])
            .Select(UntrustedText.Line)];
    }

    /// <summary>Who asked for what and why, for the journal.</summary>
    public static string Asked(PersonSignal signal) => $"{signal.By} asks for {signal.Signal}{(signal.Comment.Length == 0 ? "" : $": {signal.Comment}")}";

    /// <summary>No rollout is under way.</summary>
    public static string Nothing(RolloutRecord? last, string environment) => last is null
        ? $"Nothing is running in {environment}."
        : UntrustedText.Line($"Nothing is running in {environment}. {Name(last, environment)} was the last, and it is over: {RolloutWording.Phase(last.State.Phase)}.");

    /// <summary>It ended before anybody heard the signal.</summary>
    public static string Ended(RolloutRecord record, string environment) => record.Stage == RolloutStage.Over
        ? UntrustedText.Line($"{Name(record, environment)} ended before it heard that: {RolloutWording.Phase(record.State.Phase)}.")
        : UntrustedText.Line($"{Name(record, environment)} ended before it heard that, and another one has begun.");

    /// <summary>This run is going to drive it.</summary>
    public static string TakenUp(RolloutRecord record, string environment) =>
        UntrustedText.Line($"{Name(record, environment)}: nobody drives it any more ({Driver(record)} did), so this run does.");

    /// <summary>Nobody is there who could pause.</summary>
    public static IReadOnlyList<string> Undriven(RolloutRecord record, string environment, DateTimeOffset now) =>
    [
        .. Describe(record, environment, now),
        UntrustedText.Line($"Nobody drives it any more ({Driver(record)} did), so no step begins anyway{Weight(record.State)}."),
        $"Next: {RolloutWording.Command("Resume", environment)} goes on, {RolloutWording.Command("Abort", environment)} takes it back",
    ];

    /// <summary>Somebody holds the lock and does not hear.</summary>
    public static IReadOnlyList<string> Unheard(RolloutRecord record, string environment, string target, LockView view, TimeSpan waited) =>
    [
        UntrustedText.Line($"{Name(record, environment)} did not hear it within {RolloutWording.Duration(waited)}, and it was taken back: nothing was changed."),
        .. LockLines.Status(view) is { } line ? new[] { UntrustedText.Line(line) } : [],
        $"Next: {RolloutWording.Command(target, environment)} once more; ./build.sh Status shows who has the lock",
    ];

    private static string Name(RolloutRecord record, string environment) => RolloutWording.Text($"Rollout {record.Number} of {record.Release.Version} in {environment}");

    private static string Driver(RolloutRecord record) => record.Driver.Length == 0 ? "an unknown run" : record.Driver;

    private static string Phase(RolloutState state) => state.IsPaused && state.Phase == RolloutPhase.Running ? "paused by a person, running" : RolloutWording.Phase(state.Phase);

    private static string Because(RolloutState state) => state.Reason is { } reason ? $", because {RolloutWording.Reason(reason)}" : "";

    private static string Service(ServicePlan plan, ServiceState state)
    {
        var step = state.Phase is ServicePhase.Waiting or ServicePhase.Promoted ? "" : $"step {RolloutWording.Place(plan, state.Step)} ({RolloutWording.Step(plan.Steps[state.Step])}), ";
        return RolloutWording.Text($"  {state.Service}: {step}{RolloutWording.Phase(state.Phase)}; the candidate is to have {state.Weight} % of the traffic");
    }

    private static string Weight(RolloutState state) =>
        state.Services.Where(service => service is { Weight: > 0, Phase: not ServicePhase.Promoted }).Select(service => RolloutWording.Text($"{service.Service} {service.Weight} %")).ToList() is { Count: > 0 } held
            ? $"; but candidates have traffic: {string.Join(", ", held)}"
            : "";

    private static string Meaning(RolloutState state, RolloutSignal signal, string environment) => (signal, state) switch
    {
        (RolloutSignal.Pause, { IsPaused: true }) => $"No further step begins until {RolloutWording.Command("Resume", environment)}.",
        (RolloutSignal.Pause, _) => "It is not at steps that a pause could hold up, so that changed nothing.",
        (RolloutSignal.PromoteFully, { IsFull: true }) => "This and all later steps count as passed as soon as the candidates are ready.",
        (RolloutSignal.Promote or RolloutSignal.PromoteFully, { Phase: RolloutPhase.Running }) => "The present step counts as passed.",
        (RolloutSignal.Resume, { Phase: RolloutPhase.Running }) => "It goes on.",
        (RolloutSignal.Resume, { Phase: RolloutPhase.Held }) => $"It is held because a candidate was found worse, which Resume does not answer: {RolloutWording.Command("Promote", environment)} goes on, {RolloutWording.Command("Abort", environment)} takes it back.",
        (RolloutSignal.Abort, { Phase: RolloutPhase.Returning or RolloutPhase.CleaningUp or RolloutPhase.RolledBack }) => "Everything goes back.",
        _ => "It is too far for that, so that changed nothing.",
    };
}
