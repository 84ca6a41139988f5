using Serilog;
using Sluice.Model;
using Sluice.Nuke.Failures;
using Sluice.Nuke.Hosting;
using Sluice.Reports;
using Sluice.Reports.Html;
using Sluice.Rollouts.Admission;
using Sluice.Rollouts.Deploy;
using Sluice.Rollouts.Ledger;
using Sluice.Rollouts.Rollback;

namespace Sluice.Nuke.Jobs;

/// <summary>Takes an environment back to an earlier release. Needs its cluster alone: no git, no registry, no images.</summary>
internal static class RollbackJob
{
    /// <param name="session">The run.</param>
    /// <param name="environmentName">Where.</param>
    /// <param name="target">The target that was asked for, for the ledger and "the next command".</param>
    /// <param name="to">Number or version of the release; <see langword="null"/> for the one before.</param>
    /// <param name="cancellationToken">Ends it in good order.</param>
    /// <exception cref="BuildFailedException">The release does not serve; the message says what does and what to do.</exception>
    public static async Task RunAsync(SluiceSession session, string environmentName, string target, string? to, CancellationToken cancellationToken)
    {
        var environment = session.Environment(environmentName);
        var author = (await session.GitAsync(cancellationToken)).Author;
        using var cluster = await EnvironmentCluster.OpenAsync(session, environment, cancellationToken);
        var request = new RollbackRequest
        {
            Namespace = environment.Namespace,
            Author = author,
            To = to,
            Reason = target,
            ReadyDeadline = environment.ReadyDeadline,
            HistoryLimit = environment.History,
            Now = session.Now,
            Adopt = record => RolloutJob.Adopt(cluster, record),
        };

        // A rollout that is under way is what one wants to be rid of: it loses the lock, and with it the right to write.
        var locked = new LockedWork(target, to is null ? target : $"{target} to {to}") { TakesOver = true };
        await LockJob.RunAsync(session, cluster, environment, locked, RollBackAsync, cancellationToken);

        async Task RollBackAsync(CancellationToken token)
        {
            if (to is null && RolloutJob.IsFor(environment) && await ResumeJob.AbortOpenAsync(session, cluster, environment, target, token))
            {
                return;
            }

            // A rollback must not depend on what it does not need: what cannot be read holds nothing back.
            var book = (await cluster.Admission.ReadAsync(token)).Value ?? AdmissionBook.Empty;
            LedgerEntry? left;
            RollbackOutcome outcome;
            DeployReport report;
            using (var watch = await DeployWatch.StartAsync(session, cluster, locked.Purpose, isReturn: true, token))
            {
                left = watch.History is [.., var newest] ? newest : null;
                var stacks = RolloutJob.IsFor(environment) ? new StackReturn(cluster.RolloutsFor(watch, session, environment), environment.Services, session.Clock) : null;
                outcome = await new ReleaseRollback(cluster.PortsFor(watch), session.Clock, stacks)
                    .RunAsync(request with { OnHold = book.HoldsInForce.Select(hold => hold.Revisions).ToHashSet() }, token);
                report = DeployReport.Of(outcome, author, left, watch.Run(target, environment.Name));
            }

            var place = ReportFolder.Of(session).Keep(report);
            session.Server.Tell(report, place);
            await AdmissionJob.HoldAsync(cluster, environment, HoldRules.After(outcome, left, $"{target} by {author}", session.Clock.GetUtcNow()), token);
            Report(outcome, environment, target, place);
        }
    }

    private static void Report(RollbackOutcome outcome, EnvironmentDefinition environment, string target, IReadOnlyList<string> place)
    {
        IReadOnlyList<string> summary = [.. ReturnSummary.Describe(outcome, environment.Name, target), .. place];
        if (ExitCodes.Of(outcome) is var exitCode && exitCode != ExitCodes.Done)
        {
            throw new BuildFailedException(exitCode, string.Join('\n', summary)) { IsTold = true };
        }

        foreach (var line in summary)
        {
            Log.Information("{Line:l}", line);
        }
    }
}
