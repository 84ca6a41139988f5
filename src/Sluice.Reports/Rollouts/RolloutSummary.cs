using Sluice.Rollouts;
using Sluice.Rollouts.Admission;
using Sluice.Rollouts.Deploy;
using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Machine;
using Sluice.Rollouts.Ports;

namespace Sluice.Reports.Rollouts;

/// <summary>
/// Says how a rollout ended, in at most ten lines: what serves, why, with the numbers that decided, what to type next. Pure.
/// </summary>
public static class RolloutSummary
{
    private const int MaximumServices = 4;

    /// <param name="outcome">How it ended.</param>
    /// <param name="environment">Name of the environment (<c>beta</c>).</param>
    /// <param name="target">The target that was run (<c>DeployBeta</c>), for "the next command".</param>
    /// <param name="last">The rollout as it was last seen with its gates' numbers; <see langword="null"/> if it was not.</param>
    public static IReadOnlyList<string> Describe(RolloutOutcome outcome, string environment, string target, RolloutPicture? last = null) =>
        [.. Lines(outcome, environment, ReturnSummary.Deploy(target, environment), last).Select(UntrustedText.Line)];

    private static IReadOnlyList<string> Lines(RolloutOutcome outcome, string environment, string target, RolloutPicture? last) => outcome switch
    {
        RolloutOutcome.Succeeded done =>
        [
            $"{environment} serves {Name(done.Record)} after {RolloutWording.Duration(done.Elapsed)}:",
            .. Addresses(done.Addresses),
            .. Warm(done),
            $"Next: {RolloutWording.Command("Status", "")} shows it; ./build.sh {ReturnSummary.Rollback(target)} goes back to the release before.",
        ],
        RolloutOutcome.InPlace done =>
        [
            done.Changes.Count == 0
                ? $"Nothing changed: {environment} already serves exactly this."
                : $"No service has a new revision: {Count(done.Changes.Count, "object")} of {environment} changed in place after {RolloutWording.Duration(done.Elapsed)}.",
            .. Addresses(done.Addresses),
        ],
        RolloutOutcome.RolledBack back =>
        [
            $"{environment} does not serve {Name(back.Record)}. What served before serves again.{ExitWord(outcome)}",
            .. Why(back.Record),
            back.TrafficBack is { } time
                ? $"All requests went to the previous release again {RolloutWording.Duration(time)} after the decision.{Highest(back.Record)}"
                : $"All requests go to the previous release.{Highest(back.Record)}",
            .. Requests(back.Record, last),
            .. Evidence(outcome),
            back.Record.State.Reason is { PutsOnHold: false }
                ? $"Next: ./build.sh {target} tries again; the release was not found bad, so it is not on hold."
                : $"Next: correct the cause, then ./build.sh {target}",
        ],
        RolloutOutcome.Stranded stranded =>
        [
            $"{environment} could not go back from {Name(stranded.Record)} everywhere. A person is needed now.{ExitWord(outcome)}",
            .. Why(stranded.Record),
            .. Few([.. stranded.Record.State.Services.Select(Where)]),
            .. Evidence(outcome),
            $"Next: {RolloutWording.Command("Status", "")} shows the pods; once the previous ones are ready, ./build.sh {ReturnSummary.Rollback(target)}",
        ],
        RolloutOutcome.Suspended suspended =>
        [
            $"Interrupted: {Name(suspended.Record)} is not yet live in {environment}.{ExitWord(outcome)}",
            suspended switch
            {
                { Record.State.Services: var services } when services.All(service => service.Phase == ServicePhase.Promoted) => "Every service is promoted and serves; what comes after that is not done yet.",
                { Record.State.IsLeft: true } => "The weights were left as they are, as asked; nobody watches the candidates now.",
                { IsTakenBack: true } => "No candidate that is not promoted has traffic.",
                _ => "It was not seen that the candidates lost their traffic. Look at once.",
            },
            .. Why(suspended.Record),
            .. Few([.. suspended.Record.State.Services.Where(service => service.Phase != ServicePhase.Waiting).Select(service => Where(suspended.Record, service))]),
            $"Next: {RolloutWording.Command("Resume", environment)} goes on, {RolloutWording.Command("Abort", environment)} takes it back.",
        ],
        RolloutOutcome.Refused refused =>
        [
            $"The cluster refuses {Count(refused.Problems.Count, "object")}. Nothing was applied.{ExitWord(outcome)}",
            .. Few([.. refused.Problems.Select(problem => problem.What)]),
            $"Next: correct the manifest, then ./build.sh {target}",
        ],
        RolloutOutcome.Drifted drifted =>
        [
            $"{environment} would not be deployed as the approved plan says. Nothing was changed.{ExitWord(outcome)}",
            .. Few(drifted.Differences),
            $"Next: look at {RolloutWording.Command("Plan", environment)}, write a new plan with --json FILE, and have that approved",
        ],
        RolloutOutcome.Infrastructure broken => [.. Broken(broken, environment, target)],
        _ => throw new InvalidOperationException($"{outcome.GetType().Name} is not a rollout outcome"),
    };

    private static IEnumerable<string> Broken(RolloutOutcome.Infrastructure broken, string environment, string target)
    {
        yield return $"The cluster of {environment} does not do its part.{ExitWord(broken)}";
        foreach (var line in Few([.. broken.Problems.Select(problem => problem.ToString())]).Concat(Evidence(broken)))
        {
            yield return line;
        }

        var isOpen = broken.Record is { Stage: not RolloutStage.Over };
        if (broken.Record is { } record)
        {
            yield return isOpen
                ? $"Rollout {Name(record)} is {RolloutWording.Phase(record.State.Phase)} and nobody drives it now."
                : $"Rollout {Name(record)} is over; what served before serves.";
        }

        yield return isOpen
            ? $"Next: ./build.sh Doctor, then {RolloutWording.Command("Resume", environment)} goes on or {RolloutWording.Command("Abort", environment)} takes it back."
            : $"Next: ./build.sh Doctor, then ./build.sh {target}";
    }

    private static IEnumerable<string> Addresses(IReadOnlyList<ServiceAddress> services) => services.Count <= MaximumServices
        ? DeploySummary.Addresses(services)
        : [.. DeploySummary.Addresses([.. services.Take(MaximumServices - 1)]), $"  and {services.Count - MaximumServices + 1} more"];

    private static IEnumerable<string> Warm(RolloutOutcome.Succeeded done) => done.WarmUntil is { } until
        ? [$"What served before stays warm until {AdmissionTexts.Time(until)}, so that going back is instant."]
        : [];

    private static IEnumerable<string> Why(RolloutRecord record) => record.State.Reason is { } reason ? [$"  {RolloutWording.Reason(reason)}"] : [];

    /// <summary>How much was at stake.</summary>
    private static string Highest(RolloutRecord record)
    {
        var granted = record.State.Services.Where(service => service.HadStable == true).Select(service => service.Granted).DefaultIfEmpty(0).Max();
        return granted == 0 ? " No candidate had traffic." : $" A candidate had {granted} % at most.";
    }

    private static IEnumerable<string> Requests(RolloutRecord record, RolloutPicture? last)
    {
        var lanes = last?.Lanes.Where(lane => lane.Gate is not null && record.State.Services.Any(service => service.Service == lane.Service && service.Granted > 0)) ?? [];
        return Few([.. lanes.Select(lane =>
            $"{lane.Service}: candidate {RolloutWording.Counts(lane.Gate!.CandidateRequests, lane.Gate.CandidateBad)}, stable {RolloutWording.Counts(lane.Gate.StableRequests, lane.Gate.StableBad)}")]);
    }

    private static string Where(ServiceState service) => service.Phase switch
    {
        ServicePhase.Stranded => $"{service.Service}: only the candidate serves, so its traffic stays there",
        ServicePhase.Kept => $"{service.Service}: nothing served before it, so it stays",
        _ => $"{service.Service}: back",
    };

    private static string Where(RolloutRecord record, ServiceState service)
    {
        var plan = record.State.Plan.Services.First(plan => plan.Service == service.Service);
        return service.Phase == ServicePhase.Promoted
            ? $"{service.Service}: promoted"
            : $"{service.Service} {RolloutWording.Place(plan, service.Step)} ({RolloutWording.Step(plan.Steps[service.Step])}): {service.Weight} % of the traffic";
    }

    private static IEnumerable<string> Evidence(RolloutOutcome outcome) => outcome.Evidence.Count == 0 ? [] : [$"Evidence: {DeployLines.Join(outcome.Evidence)}"];

    private static IEnumerable<string> Few(IReadOnlyList<string> lines) => lines.Count <= MaximumServices
        ? lines.Select(line => $"  {line}")
        : [.. lines.Take(MaximumServices - 1).Select(line => $"  {line}"), $"  and {lines.Count - MaximumServices + 1} more"];

    private static string Count(int count, string one) => count == 1 ? $"1 {one}" : $"{count} {one}s";

    private static string Name(RolloutRecord record) => $"release {record.Number} ({record.Release.Version})";

    /// <summary>For those who read a build server's log.</summary>
    private static string ExitWord(RolloutOutcome outcome) => ExitCodes.Of(outcome) switch
    {
        ExitCodes.BadInput => " (exit code 2: to be corrected)",
        ExitCodes.NotReady => " (exit code 3: taken back)",
        ExitCodes.RollbackFailed => " (exit code 4: going back failed)",
        ExitCodes.Interrupted => " (exit code 130: interrupted)",
        _ => " (exit code 5: infrastructure)",
    };
}
