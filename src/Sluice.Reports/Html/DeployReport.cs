using Sluice.Reports.Rollouts;
using Sluice.Rollouts;
using Sluice.Rollouts.Deploy;
using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Events;
using Sluice.Rollouts.Ledger;
using Sluice.Rollouts.Ports;
using Sluice.Rollouts.Rollback;

namespace Sluice.Reports.Html;

/// <summary>Everything that is told about one deploy or return when it is over.</summary>
public sealed record DeployReport
{
    /// <summary>The target that was run: <c>DeployStage</c>.</summary>
    public required string Command { get; init; }

    /// <summary>Name of the environment.</summary>
    public required string Environment { get; init; }

    /// <summary>Version of the release; empty where none was chosen.</summary>
    public string Version { get; init; } = "";

    /// <summary>Its commit; may be empty.</summary>
    public string Commit { get; init; } = "";

    /// <summary>Who started it.</summary>
    public required string Author { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>What the shell got.</summary>
    public required int ExitCode { get; init; }

    /// <summary>How it ended, in one sentence.</summary>
    public required string Outcome { get; init; }

    /// <summary>The lines that were printed at the end.</summary>
    public required IReadOnlyList<string> Summary { get; init; }

    public IReadOnlyList<ServiceImages> Services { get; init; } = [];

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<TimedEvent> Events { get; init; } = [];

    public IReadOnlyList<ReadinessFailure> Failures { get; init; } = [];

    /// <summary>What the cluster refused or could not do.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>Where the services are reached that serve now; empty when that is not known.</summary>
    public IReadOnlyList<ServiceAddress> Addresses { get; init; } = [];

    /// <summary>Places where evidence of failures is kept.</summary>
    public IReadOnlyList<string> Evidence { get; init; } = [];

    /// <summary>Of a deploy, with the earlier release's return if there was one.</summary>
    /// <param name="outcome">How it ended.</param>
    /// <param name="release">What was deployed.</param>
    /// <param name="before">The ledger's entry of what served before; <see langword="null"/> when nothing did or it is not known.</param>
    /// <param name="run">What was run, where, when.</param>
    public static DeployReport Of(DeployOutcome outcome, Release release, LedgerEntry? before, ReportedRun run)
    {
        var summary = DeploySummary.Describe(outcome, run.Environment, run.Command);
        return Of(run) with
        {
            Version = release.Version,
            Commit = release.Commit,
            Author = release.Author,
            ExitCode = ExitCodes.Of(outcome),
            Outcome = outcome is DeployOutcome.Returned { Return: RollbackOutcome.Back back }
                ? $"{Sentence(summary)[..^1]}; release {RollbackTargets.Name(back.Target)} is back and serves."
                : Sentence(summary),
            Summary = summary,
            Services = ServiceImages.Compare(before, release.Images),
            Failures = FailuresOf(outcome),
            Problems = ProblemsOf(outcome),
            Addresses = outcome switch
            {
                DeployOutcome.Deployed deployed => deployed.Services,
                DeployOutcome.Unchanged unchanged => unchanged.Services,
                DeployOutcome.Returned { Return: RollbackOutcome.Back there } => there.Services,
                _ => [],
            },
            Evidence = outcome.Evidence,
        };
    }

    /// <summary>Of a return that a person asked for.</summary>
    /// <param name="outcome">How it ended.</param>
    /// <param name="author">Who asked for it.</param>
    /// <param name="before">The newest entry of the ledger until then; <see langword="null"/> when it is not known.</param>
    /// <param name="run">What was run, where, when.</param>
    public static DeployReport Of(RollbackOutcome outcome, string author, LedgerEntry? before, ReportedRun run)
    {
        var summary = ReturnSummary.Describe(outcome, run.Environment, run.Command);
        var target = outcome switch
        {
            RollbackOutcome.Back back => back.Target,
            RollbackOutcome.Failed failed => failed.Target,
            RollbackOutcome.Interrupted interrupted => interrupted.Target,
            _ => null,
        };
        return Of(run) with
        {
            Version = target?.Version ?? "",
            Commit = target?.Commit ?? "",
            Author = author,
            ExitCode = ExitCodes.Of(outcome),
            Outcome = Sentence(summary),
            Summary = summary,
            Services = target is null ? [] : ServiceImages.Compare(before, [.. target.Services.Select(service => new ReleaseImage(service.Name, service.Image))]),
            Failures = outcome is RollbackOutcome.Failed { Problem: var problem } ? FailuresOf(problem) : [],
            Problems = outcome switch
            {
                RollbackOutcome.Failed failed => ProblemsOf(failed.Problem),
                RollbackOutcome.Unreadable unreadable => [.. unreadable.Problems.Select(problem => problem.ToString())],
                _ => [],
            },
            Addresses = outcome is RollbackOutcome.Back { Services: var services } ? services : [],
            Evidence = outcome.Evidence,
        };
    }

    /// <summary>Of a rollout.</summary>
    /// <param name="outcome">How it ended.</param>
    /// <param name="release">What was rolled out.</param>
    /// <param name="before">The ledger's entry of what served before; <see langword="null"/> when nothing did or it is not known.</param>
    /// <param name="run">What was run, where, when.</param>
    public static DeployReport Of(RolloutOutcome outcome, Release release, LedgerEntry? before, ReportedRun run)
    {
        var last = run.Events.Select(one => one.Event).OfType<DeployEvent.RolloutSeen>().LastOrDefault()?.Picture;
        var summary = RolloutSummary.Describe(outcome, run.Environment, run.Command, last);
        return Of(run) with
        {
            Version = release.Version,
            Commit = release.Commit,
            Author = release.Author,
            ExitCode = ExitCodes.Of(outcome),
            // The exit code has a place of its own in the report.
            Outcome = Sentence([summary[0].Split(" (exit code ")[0]]),
            Summary = summary,
            Services = ServiceImages.Compare(before, release.Images),
            Problems = outcome switch
            {
                RolloutOutcome.Refused refused => [.. refused.Problems.Select(problem => problem.ToString())],
                RolloutOutcome.Infrastructure broken => [.. broken.Problems.Select(problem => problem.ToString())],
                RolloutOutcome.RolledBack { Record.State.Reason: { } reason } => [reason.Service.Length > 0 ? $"{reason.Service}: {reason.Text}" : reason.Text],
                RolloutOutcome.Stranded { Record.State.Reason: { } reason } => [reason.Service.Length > 0 ? $"{reason.Service}: {reason.Text}" : reason.Text],
                _ => [],
            },
            Addresses = outcome switch
            {
                RolloutOutcome.Succeeded succeeded => succeeded.Addresses,
                RolloutOutcome.InPlace inPlace => inPlace.Addresses,
                _ => [],
            },
            Evidence = outcome.Evidence,
        };
    }

    private static DeployReport Of(ReportedRun run) => new()
    {
        Command = run.Command,
        Environment = run.Environment,
        StartedAt = run.StartedAt,
        EndedAt = run.EndedAt,
        Events = run.Events,
        Author = "",
        ExitCode = 0,
        Outcome = "",
        Summary = [],
    };

    /// <summary>The first line ends with a colon where others follow it on a screen.</summary>
    private static string Sentence(IReadOnlyList<string> summary) => $"{summary[0].TrimEnd(':', '.')}.";

    private static IReadOnlyList<ReadinessFailure> FailuresOf(DeployOutcome outcome) => outcome switch
    {
        DeployOutcome.NotReady notReady => notReady.Failures,
        DeployOutcome.Returned { Return: RollbackOutcome.Failed again } returned => [.. FailuresOf(returned.Failure), .. FailuresOf(again.Problem)],
        DeployOutcome.Returned returned => FailuresOf(returned.Failure),
        _ => [],
    };

    private static IReadOnlyList<string> ProblemsOf(DeployOutcome outcome) => outcome switch
    {
        DeployOutcome.Rejected rejected => [.. rejected.Problems.Select(problem => problem.What)],
        DeployOutcome.Infrastructure broken => [.. broken.Problems.Select(problem => problem.ToString())],
        DeployOutcome.Returned { Return: RollbackOutcome.Failed again } returned => [.. ProblemsOf(returned.Failure), .. ProblemsOf(again.Problem)],
        DeployOutcome.Returned returned => ProblemsOf(returned.Failure),
        _ => [],
    };
}
