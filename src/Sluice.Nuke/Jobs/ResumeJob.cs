using Serilog;
using Sluice.Model;
using Sluice.Nuke.Failures;
using Sluice.Nuke.Hosting;
using Sluice.Reports.Rollouts;
using Sluice.Rollouts.Admission;
using Sluice.Rollouts.Deploy;
using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Machine;

namespace Sluice.Nuke.Jobs;

/// <summary>Drives a rollout that another process left. Needs its cluster alone.</summary>
internal static class ResumeJob
{
    /// <summary>Takes the lock and goes on.</summary>
    /// <param name="session">The run.</param>
    /// <param name="cluster">Of the environment.</param>
    /// <param name="environment">Where.</param>
    /// <param name="target">The target that was asked for.</param>
    /// <param name="signal">What is asked of the rollout at once.</param>
    /// <param name="said">Who asked for it and why, for the journal.</param>
    /// <param name="cancellationToken">Ends it in good order.</param>
    /// <exception cref="BuildFailedException">The release does not serve at the end of it.</exception>
    public static Task RunAsync(SluiceSession session, EnvironmentCluster cluster, EnvironmentDefinition environment, string target, RolloutSignal signal, string said, CancellationToken cancellationToken) =>
        LockJob.RunAsync(session, cluster, environment, new LockedWork(target, target), token => DriveAsync(session, cluster, environment, target, signal, said, token), cancellationToken);

    /// <summary>Ends a rollout that is under way, because a person wants everything back. The lock is held.</summary>
    /// <returns>Whether there was one: ending it was the rollback then.</returns>
    /// <exception cref="BuildFailedException">What served before does not serve again.</exception>
    public static async Task<bool> AbortOpenAsync(SluiceSession session, EnvironmentCluster cluster, EnvironmentDefinition environment, string target, CancellationToken cancellationToken)
    {
        var read = await cluster.Journal.NewestAsync(cancellationToken);
        if (!read.Succeeded(out var newest))
        {
            // What is stored of releases may still lead back.
            Log.Warning("{Line:l}", $"{environment.Name}: whether a rollout is under way is not known: {read.Problems[0].What}");
            return false;
        }

        if (newest is not [.., { Stage: not RolloutStage.Over } open])
        {
            return false;
        }

        Log.Information("{Line:l}", $"{environment.Name}: rollout {open.Number} ({open.Release.Version}) is under way: it is taken back.");
        await DriveAsync(session, cluster, environment, target, RolloutSignal.Abort, "", cancellationToken);
        return true;
    }

    private static async Task DriveAsync(SluiceSession session, EnvironmentCluster cluster, EnvironmentDefinition environment, string target, RolloutSignal signal, string said, CancellationToken cancellationToken)
    {
        var read = await cluster.Journal.NewestAsync(cancellationToken);
        if (!read.Succeeded(out var newest))
        {
            throw new BuildFailedException(ExitCodes.Infrastructure, string.Join('\n', read.Problems));
        }

        if (newest is not [.., { Stage: not RolloutStage.Over } open])
        {
            Log.Information("{Line:l}", $"{environment.Name}: no rollout is under way any more.");
            return;
        }

        // For people who read it later: what it cannot be told holds nothing up.
        await cluster.Journal.AppendAsync(open.Number, said.Length == 0 ? [] : [new JournalLine(session.Clock.GetUtcNow(), said)], cancellationToken);
        RolloutOutcome outcome;
        IReadOnlyList<string> place;
        using (var watch = await DeployWatch.StartAsync(session, cluster, $"{target} of {open.Release.Version}", signal == RolloutSignal.Abort, cancellationToken))
        {
            outcome = await RolloutJob.Continuation(session, environment, cluster.RolloutsFor(watch, session, environment)).RunAsync(RolloutJob.Adopt(cluster, open), signal, cancellationToken);
            place = RolloutJob.Keep(session, environment, target, open.Release, outcome, watch);
        }

        // Whoever ends a rollout wants traffic back, and needs the cluster alone.
        if (signal != RolloutSignal.Abort)
        {
            await RolloutJob.RecordAsync(session, environment, open.Release, outcome, $"Deploy{char.ToUpperInvariant(environment.Name[0])}{environment.Name[1..]}", cancellationToken);
        }

        IReadOnlyList<string> summary = [.. RolloutSummary.Describe(outcome, environment.Name, target), .. place];
        // As the ledger names it: what was deployed then is what goes on hold.
        var entry = (outcome as RolloutOutcome.RolledBack)?.Entry;
        var subject = entry is null ? null : new AdmissionSubject(environment.Name, entry.Version, entry.Services, entry.RenderedHash);
        if (signal == RolloutSignal.Abort && outcome is RolloutOutcome.RolledBack)
        {
            await AdmissionJob.HoldAsync(cluster, environment, subject is null ? null : HoldRules.After(outcome, subject, session.Clock.GetUtcNow()), cancellationToken);
            foreach (var line in summary)
            {
                Log.Information("{Line:l}", line);
            }

            return;
        }

        await RolloutJob.EndAsync(session, cluster, environment, outcome, subject, summary, cancellationToken);
    }
}
