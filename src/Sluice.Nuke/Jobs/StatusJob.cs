using Serilog;
using Sluice.Model;
using Sluice.Nuke.Failures;
using Sluice.Nuke.Hosting;
using Sluice.Reports;
using Sluice.Reports.Rollouts;
using Sluice.Rollouts;
using Sluice.Rollouts.Deploy;
using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Locking;
using Sluice.Rollouts.Status;

namespace Sluice.Nuke.Jobs;

/// <summary>Looks at one environment. Changes nothing.</summary>
internal static class StatusJob
{
    private const int LastLines = 20;

    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    /// <summary>Prints what runs there and answers with the same for scripts.</summary>
    /// <exception cref="BuildFailedException">The cluster could not be asked.</exception>
    public static async Task<EnvironmentDocument> ReadAsync(SluiceSession session, EnvironmentCluster cluster, EnvironmentDefinition environment, CancellationToken cancellationToken)
    {
        var services = await cluster.Status.ReadAsync(environment.Namespace, [.. session.Pipeline.Services.Select(service => service.Name)], cancellationToken);
        var ledger = await cluster.Ledger.ReadAsync(cancellationToken);
        var turn = await cluster.Lock.LookAsync(cancellationToken);
        var admission = await cluster.Admission.ReadAsync(cancellationToken);
        if (!services.Succeeded(out var statuses) || !ledger.Succeeded(out var entries) || !turn.Succeeded(out var holder) || !admission.Succeeded(out var book))
        {
            throw new BuildFailedException(
                ExitCodes.Infrastructure,
                string.Join('\n', services.Problems.Concat(ledger.Problems).Concat(turn.Problems).Concat(admission.Problems)));
        }

        var now = session.Clock.GetUtcNow();
        var looked = await GlanceAsync(session, cluster, environment, holder, cancellationToken);
        if (!looked.Succeeded(out var glance))
        {
            throw new BuildFailedException(ExitCodes.Infrastructure, string.Join('\n', looked.Problems));
        }

        var drifted = LiveDrift.Of(statuses, entries, holder.Standing == LockStanding.Held || glance.Open is not null);
        Print(StatusLines.Describe(environment.Name, statuses, entries, now));
        Print(DriftLines.Of(drifted, environment.Name));
        Print(RolloutStatusLines.Describe(glance, environment.Name));
        Print(AdmissionLines.Describe(book, now));
        if (LockLines.Status(holder) is { } locked)
        {
            Print([locked]);
        }

        var due = DueDocument.Of(glance);
        return new EnvironmentDocument(
            environment.Name, environment.Namespace, statuses, entries.Count == 0 ? null : entries[^1], LockDocument.Of(holder), AdmissionDocument.Of(book, now), RolloutDocument.Of(glance), due.Count == 0 ? null : due);
    }

    /// <summary>The services that are not what the ledger says; none where the cluster does not tell.</summary>
    public static async Task<IReadOnlyList<DriftedService>> DriftAsync(SluiceSession session, EnvironmentCluster cluster, EnvironmentDefinition environment, CancellationToken cancellationToken)
    {
        var ledger = await cluster.Ledger.ReadAsync(cancellationToken);
        var turn = await cluster.Lock.LookAsync(cancellationToken);
        var journal = await cluster.Journal.NewestAsync(cancellationToken);
        if (!ledger.Succeeded(out var entries) || !turn.Succeeded(out var holder) || !journal.Succeeded(out var records) || entries.Count == 0)
        {
            return [];
        }

        var services = await cluster.Status.ReadAsync(environment.Namespace, [.. session.Pipeline.Services.Select(service => service.Name)], cancellationToken);
        var isUnderWay = holder.Standing == LockStanding.Held || records is [.., { Stage: not RolloutStage.Over }];
        return services.Succeeded(out var live) ? LiveDrift.Of(live, entries, isUnderWay) : [];
    }

    /// <summary>Prints what changes in rollouts until none is under way, from wherever this runs. Ends as interrupted where the user ends it.</summary>
    /// <exception cref="BuildFailedException">A cluster could not be asked.</exception>
    public static async Task WatchAsync(SluiceSession session, CancellationToken cancellationToken)
    {
        var last = new Dictionary<string, IReadOnlyList<string>>();
        for (var open = true; open; await Task.Delay(open ? s_pause : TimeSpan.Zero, session.Clock, cancellationToken))
        {
            open = false;
            foreach (var environment in session.Pipeline.Environments.Where(RolloutJob.IsFor))
            {
                using var cluster = await EnvironmentCluster.LookAsync(session, environment, cancellationToken);
                open |= cluster is not null && await LookAsync(session, cluster, environment, last, cancellationToken);
            }
        }

        Print(["No rollout is under way."]);
    }

    private static async Task<bool> LookAsync(
        SluiceSession session, EnvironmentCluster cluster, EnvironmentDefinition environment, Dictionary<string, IReadOnlyList<string>> last, CancellationToken cancellationToken)
    {
        var turn = await cluster.Lock.LookAsync(cancellationToken);
        var looked = turn.Succeeded(out var holder) ? await GlanceAsync(session, cluster, environment, holder, cancellationToken) : ClusterResult<RolloutGlance>.Failed(turn.Problems);
        if (!looked.Succeeded(out var glance))
        {
            throw new BuildFailedException(ExitCodes.Infrastructure, string.Join('\n', looked.Problems));
        }

        // Times that only grow are no news.
        IReadOnlyList<string> news = [.. glance.Lines.Select(line => $"{environment.Name}: {(line.Service.Length > 0 ? $"{line.Service}: " : "")}{UntrustedText.Line(line.Text)}")];
        Print([.. news.Except(last.GetValueOrDefault(environment.Name) ?? [])]);
        last[environment.Name] = news;
        return glance is { Open: not null, IsDriven: true };
    }

    private static async Task<ClusterResult<RolloutGlance>> GlanceAsync(
        SluiceSession session, EnvironmentCluster cluster, EnvironmentDefinition environment, LockView holder, CancellationToken cancellationToken)
    {
        var journal = await cluster.Journal.NewestAsync(cancellationToken);
        if (!journal.Succeeded(out var records))
        {
            return ClusterResult<RolloutGlance>.Failed(journal.Problems);
        }

        var newest = records is [.., var last] ? last : null;
        var lines = newest is null ? ClusterResult<IReadOnlyList<JournalLine>>.Ok([]) : await cluster.Journal.LinesAsync(newest.Number, cancellationToken);
        var stacks = new List<StackFacts>();
        // Where nothing was ever rolled out there are no stacks to be kept or left over.
        foreach (var group in environment.Services.GroupBy(service => service.Namespace).TakeWhile(_ => newest is not null))
        {
            var found = await cluster.Stacks.FindAsync(group.Key, [.. group.Select(service => service.Service)], cancellationToken);
            if (!found.Succeeded(out var some))
            {
                return ClusterResult<RolloutGlance>.Failed(found.Problems);
            }

            stacks.AddRange(some);
        }

        return lines.Succeeded(out var told)
            ? ClusterResult<RolloutGlance>.Ok(new RolloutGlance(newest, [.. told.TakeLast(LastLines)], stacks, holder.Standing == LockStanding.Held, session.Clock.GetUtcNow()))
            : ClusterResult<RolloutGlance>.Failed(lines.Problems);
    }

    private static void Print(IReadOnlyList<string> lines)
    {
        foreach (var line in lines)
        {
            Log.Information("{Line:l}", line);
        }
    }
}
