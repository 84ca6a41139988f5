using Sluice.Rollouts;
using Sluice.Rollouts.Deploy;
using Sluice.Rollouts.Ports;

namespace Sluice.Reports;

/// <summary>Says how a deploy ended, in the few lines that are read when everything else has scrolled away. Pure.</summary>
public static class DeploySummary
{
    /// <summary>The lines of an outcome: what, where, the likely cause, the next command.</summary>
    /// <param name="outcome">How it ended.</param>
    /// <param name="environment">Name of the environment (<c>stage</c>).</param>
    /// <param name="command">The target that was run (<c>DeployStage</c>), for "the next command".</param>
    public static IReadOnlyList<string> Describe(DeployOutcome outcome, string environment, string command) =>
        [.. Lines(outcome, environment, command).Select(UntrustedText.Line)];

    private static IReadOnlyList<string> Lines(DeployOutcome outcome, string environment, string command) => outcome switch
    {
        DeployOutcome.Deployed deployed =>
        [
            $"{environment} serves the new release after {DeployLines.Seconds(deployed.Elapsed)}:",
            .. Addresses(deployed.Services),
        ],
        DeployOutcome.Unchanged unchanged =>
        [
            $"Nothing changed: {environment} already serves exactly this.",
            .. Addresses(unchanged.Services),
        ],
        DeployOutcome.Rejected rejected =>
        [
            $"The cluster refuses {Count(rejected.Problems, "object", "objects")}. {AlreadyApplied(rejected.Changes)}",
            .. rejected.Problems.Select(problem => $"  {problem.What}"),
            .. Aftermath(rejected),
            $"Next: correct the manifest, then ./build.sh {command}",
        ],
        DeployOutcome.Drifted drifted =>
        [
            $"{environment} would not be deployed as the approved plan says. Nothing was changed.",
            .. drifted.Differences.Select(difference => $"  {difference}"),
            $"Next: look at ./build.sh Plan --environment {environment}, write a new plan with --json FILE, and have that approved",
        ],
        DeployOutcome.NotReady failed => [.. NotReady(failed, environment, command)],
        DeployOutcome.Infrastructure broken =>
        [
            $"The cluster of {environment} does not do its part. {AlreadyApplied(broken.Changes)}",
            .. broken.Problems.Select(problem => $"  {problem}"),
            .. Aftermath(broken),
            $"Next: ./build.sh Doctor, then ./build.sh {command}",
        ],
        DeployOutcome.Interrupted interrupted =>
        [
            $"Interrupted. {AlreadyApplied(interrupted.Changes)}",
            $"Next: ./build.sh {command} goes on from here{(interrupted.Changes.Count == 0 ? "" : $", ./build.sh {ReturnSummary.Rollback(command)} goes back to the release before")}.",
        ],
        DeployOutcome.Returned returned => ReturnSummary.Describe(returned, environment, command),
        _ => throw new InvalidOperationException($"{outcome.GetType().Name} is not a deploy outcome"),
    };

    private static IEnumerable<string> NotReady(DeployOutcome.NotReady failed, string environment, string command)
    {
        var services = DeployLines.Join([.. failed.Failures.Select(failure => failure.Service).Distinct()]);
        yield return failed.Deadline is { } deadline
            ? $"{services} did not become ready within {DeployLines.Seconds(deadline)}."
            : $"{services} will not become ready.";

        foreach (var line in failed.Failures.SelectMany(Failure))
        {
            yield return line;
        }

        if (failed.StillServing.Count > 0)
        {
            yield return $"The previous pods of {DeployLines.Join(failed.StillServing)} go on serving in {environment}.";
        }

        foreach (var line in Aftermath(failed))
        {
            yield return line;
        }

        yield return $"Next: correct the cause, then ./build.sh {command}";
    }

    /// <summary>Why nothing came back by itself, and where the evidence is.</summary>
    private static IEnumerable<string> Aftermath(DeployOutcome failed)
    {
        if (failed.WhyNoReturn.Length > 0)
        {
            yield return failed.WhyNoReturn;
        }

        if (failed.Evidence.Count > 0)
        {
            yield return $"Evidence: {DeployLines.Join(failed.Evidence)}";
        }
    }

    private static IEnumerable<string> Failure(ReadinessFailure failure)
    {
        yield return $"  {DeployLines.Of(failure)}";
        foreach (var line in failure.LogLines)
        {
            yield return $"    | {line}";
        }

        foreach (var warning in failure.Warnings)
        {
            yield return $"    event: {warning}";
        }

        if (failure.Hint.Length > 0)
        {
            yield return $"  {failure.Hint}";
        }
    }

    internal static IEnumerable<string> Addresses(IReadOnlyList<ServiceAddress> services)
    {
        var width = services.Count == 0 ? 0 : services.Max(service => service.Service.Length);
        return services.Select(service => $"  {service.Service.PadRight(width)}  {service.Url}");
    }

    private static string AlreadyApplied(IReadOnlyList<ObjectChange> changes) => changes.Count == 0
        ? "Nothing was changed."
        : $"Already applied: {DeployLines.Join([.. changes.Select(change => change.Manifest.ToString())])}.";

    private static string Count<T>(IReadOnlyCollection<T> items, string one, string many) => items.Count == 1 ? $"1 {one}" : $"{items.Count} {many}";
}
