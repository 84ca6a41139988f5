using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Machine;
using ServiceState = Sluice.Rollouts.Machine.ServiceState;

namespace Sluice.Reports.Rollouts;

/// <summary>What goes on while nothing changes, with its numbers. Pure.</summary>
internal static class HeartbeatFacts
{
    /// <summary>Where something is looked at or waited for that happens by itself.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromSeconds(30);

    /// <summary>Where a person is waited for; build servers end what says nothing for ten minutes.</summary>
    public static readonly TimeSpan SlowPace = TimeSpan.FromMinutes(5);

    /// <summary>Whether a person is waited for, or a time that somebody chose.</summary>
    public static bool IsSlow(RolloutState state, ServicePlan plan, ServiceState service) =>
        state.Phase is RolloutPhase.Held or RolloutPhase.Suspended
        || (service.Phase == ServicePhase.Acting && plan.Steps[service.Step].Kind is StepKind.Pause or StepKind.Manual)
        || (service.Phase == ServicePhase.Settled && state.IsPaused);

    /// <summary>The whole rollout, in phases in which no service has its own step; <see langword="null"/> in others.</summary>
    public static RolloutFact? OfAll(RolloutPicture picture, string environment)
    {
        var state = picture.State;
        var time = RolloutWording.Running(picture.At - state.Since);
        var open = state.Services.Where(service => service.Phase is ServicePhase.Returning or ServicePhase.Returned).Select(service => service.Service).ToList();
        return state.Phase switch
        {
            RolloutPhase.Held => Fact($"Held for {time}. Type: {RolloutWording.Command("Promote", environment)} goes on, {RolloutWording.Command("Abort", environment)} takes it back"),
            RolloutPhase.Returning => Fact($"Going back for {time}: {DeployLines.Join(open)}"),
            RolloutPhase.CleaningUp => Fact($"Clearing up for {time}: {DeployLines.Join(open)}"),
            RolloutPhase.Finishing => Fact($"Finishing for {time}"),
            _ => null,
        };

        static RolloutFact Fact(string text) => new(text) { IsHeartbeat = true };
    }

    /// <summary>A service at work; <see langword="null"/> for others.</summary>
    public static RolloutFact? Of(RolloutPicture picture, ServicePlan plan, ServiceState service, LanePicture? lane)
    {
        var step = plan.Steps[service.Step];
        var since = picture.At - service.Since;
        var text = service.Phase switch
        {
            ServicePhase.Scaling => $"waits for pods: {Ready(lane?.Seen)} of {service.Pods} ready after {RolloutWording.Running(since)}",
            ServicePhase.Shifting when plan.IsRolling => $"waits for its pods: {Ready(lane?.Seen)} of {lane?.Seen?.Candidate?.Pods ?? service.Pods} new and ready after {RolloutWording.Running(since)}",
            ServicePhase.Shifting => $"waits for {service.Weight} % to be seen at its endpoints, for {RolloutWording.Running(since)}",
            ServicePhase.Acting when step is { Kind: StepKind.Weight, IsGated: true } => $"{RolloutWording.Step(step)} for {RolloutWording.Running(since)}; {Gate(step, since, lane)}",
            ServicePhase.Acting when step.Kind == StepKind.Weight => $"{RolloutWording.Step(step)} for {RolloutWording.Running(since)} of {RolloutWording.Duration(step.Dwell)}",
            ServicePhase.Acting when step.Kind == StepKind.Smoke => $"the job {step.Text} runs for {RolloutWording.Running(since)}",
            ServicePhase.Acting => $"{RolloutWording.Step(step)}: {RolloutWording.Wait(step)}; since {RolloutWording.Running(since)}",
            ServicePhase.Settled => picture.State.IsPaused ? $"paused by a person after {RolloutWording.Step(step)}, for {RolloutWording.Running(since)}" : $"waits for the others of its level after {RolloutWording.Step(step)}",
            ServicePhase.Promoting => $"is being promoted, for {RolloutWording.Running(since)}",
            _ => null,
        };
        return text is null ? null : new RolloutFact($"{RolloutWording.Place(plan, service.Step)}: {text}", service.Service) { IsHeartbeat = true };
    }

    private static string Gate(StepPlan step, TimeSpan since, LanePicture? lane)
    {
        if (lane?.Gate is not { } gate)
        {
            return "the gate has not answered yet";
        }

        var evidence = (gate.ToPass, gate.ToRollback) switch
        {
            ({ } pass, { } back) => $"; evidence: {RolloutWording.Percent(100 * pass)} of what passes, {RolloutWording.Percent(100 * back)} of what takes it back",
            ({ } pass, _) => $"; evidence: {RolloutWording.Percent(100 * pass)} of what passes",
            (_, { } back) => $"; evidence: {RolloutWording.Percent(100 * back)} of what takes it back",
            _ => "",
        };
        var left = step.Deadline is { } deadline && deadline > since ? $"; {RolloutWording.Running(deadline - since)} left" : "";
        var name = gate.Text.StartsWith($"{gate.Gate}:", StringComparison.Ordinal) ? "" : $"{gate.Gate}: ";
        return $"{name}{gate.Text}; candidate {RolloutWording.Counts(gate.CandidateRequests, gate.CandidateBad)}, stable {RolloutWording.Counts(gate.StableRequests, gate.StableBad)}{evidence}{left}";
    }

    private static string Ready(LaneSight? seen) => seen?.Candidate is { } candidate ? RolloutWording.Text($"{candidate.Ready}") : "unknown";
}
