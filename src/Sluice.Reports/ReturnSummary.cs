using Sluice.Rollouts;
using Sluice.Rollouts.Deploy;
using Sluice.Rollouts.Ledger;
using Sluice.Rollouts.Rollback;
using Sluice.Rollouts.Status;

namespace Sluice.Reports;

/// <summary>
/// Says how going back to an earlier release ended, in at most ten lines: what happened, what serves now, where the evidence is,
/// the next command. Pure.
/// </summary>
public static class ReturnSummary
{
    private const int MaximumProblems = 3;

    private const string DeployPrefix = "Deploy";

    /// <summary>The lines of a release that failed, after which the earlier one was to come back.</summary>
    /// <param name="outcome">How it ended.</param>
    /// <param name="environment">Name of the environment (<c>stage</c>).</param>
    /// <param name="command">The target that was run (<c>DeployStage</c>), for "the next command".</param>
    public static IReadOnlyList<string> Describe(DeployOutcome.Returned outcome, string environment, string command) =>
    [
        $"{environment} does not serve {(outcome.Entry is { } entry ? $"release {RollbackTargets.Name(entry)}" : "the new release")}:",
        .. Problems(outcome.Failure),
        .. outcome.Return switch
        {
            RollbackOutcome.Back back =>
            [
                $"Release {RollbackTargets.Name(back.Target)} is back after {DeployLines.Seconds(back.Elapsed)} and serves: {DeployLines.Join([.. back.Services.Select(service => service.Service)])}.",
                .. NotRestored(back),
                .. Evidence(outcome.Evidence),
                $"Next: correct the cause, then ./build.sh {command}",
            ],
            var other => OfReturn(other, environment, Rollback(command), outcome.Evidence),
        },
    ];

    /// <summary>The lines of a return that a person asked for.</summary>
    /// <param name="outcome">How it ended.</param>
    /// <param name="environment">Name of the environment.</param>
    /// <param name="command">The target that was run (<c>RollbackStage</c>).</param>
    public static IReadOnlyList<string> Describe(RollbackOutcome outcome, string environment, string command) =>
        [.. OfReturn(outcome, environment, command, outcome.Evidence).Select(UntrustedText.Line)];

    /// <summary>The target that takes back what a target deploys.</summary>
    internal static string Rollback(string command) =>
        command.StartsWith(DeployPrefix, StringComparison.Ordinal) ? $"Rollback{command[DeployPrefix.Length..]}" : command;

    /// <summary>The target that deploys to an environment, where the one that was run only went on with it.</summary>
    internal static string Deploy(string command, string environment) =>
        command is "Resume" or "Abort" && environment.Length > 0 ? $"{DeployPrefix}{char.ToUpperInvariant(environment[0])}{environment[1..]}" : command;

    private static IReadOnlyList<string> OfReturn(RollbackOutcome outcome, string environment, string command, IReadOnlyList<string> evidence) => outcome switch
    {
        RollbackOutcome.Back { Changes.Count: 0 } back =>
        [
            $"Nothing changed: {environment} already serves release {RollbackTargets.Name(back.Target)}:",
            .. DeploySummary.Addresses(back.Services),
        ],
        RollbackOutcome.Back back =>
        [
            $"{environment} serves release {RollbackTargets.Name(back.Target)} again after {DeployLines.Seconds(back.Elapsed)}:",
            .. DeploySummary.Addresses(back.Services),
            .. NotRestored(back),
            .. Evidence(evidence),
        ],
        RollbackOutcome.Refused refused =>
        [
            $"{refused.Choice.Why} Nothing was changed.",
            refused.Choice.Possible.Count == 0
                ? $"There is no release that {environment} could go back to."
                : $"{environment} can go to: {string.Join(", ", refused.Choice.Possible.Take(10).Select(RollbackTargets.Name))}",
            "Next: ./build.sh History shows all of them" + (refused.Choice.Possible.Count == 0 ? "." : $", ./build.sh {command} --to NUMBER goes to one."),
        ],
        RollbackOutcome.Failed failed =>
        [
            $"Release {RollbackTargets.Name(failed.Target)} does not come back in {environment}. A person is needed now.",
            .. Problems(failed.Problem),
            .. Serving(failed.Serving, failed.Target),
            .. Evidence(evidence),
            $"Next: ./build.sh {command} --to {failed.Target.Release} tries again, ./build.sh {command} goes one further back, ./build.sh Status shows the pods.",
        ],
        RollbackOutcome.Interrupted interrupted =>
        [
            $"Interrupted on the way back to release {RollbackTargets.Name(interrupted.Target)}; {(interrupted.Changes.Count == 0 ? "nothing was changed yet" : "some of it is back")}.",
            $"Next: ./build.sh {command} goes on from here.",
        ],
        RollbackOutcome.Unreadable unreadable =>
        [
            $"What {environment} can go back to could not be read. Nothing was changed.",
            .. unreadable.Problems.Take(MaximumProblems).Select(problem => $"  {problem}"),
            $"Next: ./build.sh Doctor, then ./build.sh {command}",
        ],
        _ => throw new InvalidOperationException($"{outcome.GetType().Name} is not a rollback outcome"),
    };

    /// <summary>At most four lines.</summary>
    private static IEnumerable<string> Problems(DeployOutcome outcome) => outcome switch
    {
        DeployOutcome.NotReady { Failures.Count: <= 2 } few => few.Failures.SelectMany(failure =>
            failure.LogLines is [.., var last] ? [$"  {DeployLines.Of(failure)}", $"    | {last}"] : new[] { $"  {DeployLines.Of(failure)}" }),
        DeployOutcome.NotReady many => Few([.. many.Failures.Select(DeployLines.Of)]),
        DeployOutcome.Rejected rejected => Few([.. rejected.Problems.Select(problem => problem.What)]),
        DeployOutcome.Infrastructure broken => Few([.. broken.Problems.Select(problem => problem.What)]),
        _ => [],
    };

    private static IEnumerable<string> Few(IReadOnlyList<string> problems) => problems.Count <= MaximumProblems
        ? problems.Select(problem => $"  {problem}")
        : [.. problems.Take(MaximumProblems).Select(problem => $"  {problem}"), $"  and {problems.Count - MaximumProblems} more"];

    private static IEnumerable<string> Serving(IReadOnlyList<ServiceState> services, LedgerEntry target) => services.Count == 0
        ? []
        : [$"Now: {string.Join("; ", services.Select(service => Serving(service, target)))}."];

    private static string Serving(ServiceState service, LedgerEntry target)
    {
        if (!service.IsDeployed)
        {
            return $"{service.Name} is not deployed";
        }

        var wanted = target.Services.FirstOrDefault(known => known.Name == service.Name)?.Revision;
        var which = service.Revision == wanted ? $"on release {target.Release}" : $"on revision {service.Revision}";
        var earlier = service.Ready > service.ReadyOnRevision ? $", {service.Ready - service.ReadyOnRevision} on another" : "";
        return $"{service.Name} {service.Ready} of {service.Desired} ready ({service.ReadyOnRevision} {which}{earlier})";
    }

    private static IEnumerable<string> NotRestored(RollbackOutcome.Back back) => back.NotRestored.Count == 0
        ? []
        : [$"Not restored, as no secret data is stored: {DeployLines.Join([.. back.NotRestored.Select(secret => secret.ToString())])}."];

    private static IEnumerable<string> Evidence(IReadOnlyList<string> places) => places.Count == 0 ? [] : [$"Evidence: {DeployLines.Join(places)}"];
}
