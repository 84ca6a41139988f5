using Serilog;
using Sluice.Model;
using Sluice.Nuke.Failures;
using Sluice.Nuke.Hosting;
using Sluice.Rollouts.Deploy;
using Sluice.Rollouts.Locking;
using Sluice.Rollouts.Sweeping;

namespace Sluice.Nuke.Jobs;

/// <summary>Does what has fallen due in environments where services have stacks.</summary>
internal static class SweepJob
{
    /// <param name="session">The run.</param>
    /// <param name="environmentName">Where; <see langword="null"/> for everywhere.</param>
    /// <param name="cancellationToken">Leaves the rest to the next sweep.</param>
    /// <exception cref="BuildFailedException">Something could not be done.</exception>
    public static async Task RunAsync(SluiceSession session, string? environmentName, CancellationToken cancellationToken)
    {
        IReadOnlyList<EnvironmentDefinition> environments = environmentName is { Length: > 0 } name ? [session.Environment(name)] : session.Pipeline.Environments;
        var problems = new List<string>();
        foreach (var environment in environments)
        {
            if (!RolloutJob.IsFor(environment))
            {
                Log.Information("{Line:l}", $"{environment.Name}: its services are updated in place, so nothing falls due.");
                continue;
            }

            using var cluster = await EnvironmentCluster.LookAsync(session, environment, cancellationToken);
            if (cluster is null)
            {
                Log.Information("{Line:l}", $"{environment.Name}: the sandbox does not run, so nothing falls due.");
                continue;
            }

            problems.AddRange(await RunAsync(session, cluster, environment, cancellationToken));
        }

        if (problems.Count > 0)
        {
            throw new BuildFailedException(ExitCodes.Infrastructure, string.Join('\n', problems));
        }
    }

    private static async Task<IReadOnlyList<string>> RunAsync(SluiceSession session, EnvironmentCluster cluster, EnvironmentDefinition environment, CancellationToken cancellationToken)
    {
        var ledger = await cluster.Ledger.ReadAsync(cancellationToken);
        if (ledger.Succeeded(out var entries) && entries.Count == 0)
        {
            Log.Information("{Line:l}", $"{environment.Name}: nothing was deployed here yet, so nothing falls due.");
            return [];
        }

        var looked = await cluster.Lock.LookAsync(cancellationToken);
        if (looked.Succeeded(out var view) && view is { Standing: LockStanding.Held, Lease: { } lease })
        {
            Log.Information("{Line:l}", $"{environment.Name}: {lease.Purpose} is under way ({lease.Holder}) and sees to it itself.");
            return [];
        }

        IReadOnlyList<string> problems = [];
        await LockJob.RunAsync(session, cluster, environment, new LockedWork("Sweep", "Sweep"), SweepAsync, cancellationToken);
        return problems;

        async Task SweepAsync(CancellationToken token)
        {
            using var watch = await DeployWatch.StartAsync(session, cluster, "Sweep", isReturn: true, token);
            var outcome = await new Sweeper(cluster.RolloutsFor(watch, session, environment), environment.Services, session.Clock)
                .RunAsync(environment.Namespace, record => RolloutJob.Adopt(cluster, record), token);
            foreach (var done in outcome.Done)
            {
                Log.Information("{Line:l}", $"{environment.Name}: {done}");
            }

            foreach (var open in outcome.Open)
            {
                var next = open.Kind == DueKind.UnfinishedRollout ? $" Type: ./build.sh Resume --environment {environment.Name}, or Abort" : $" Due {open.At:yyyy-MM-dd HH:mm} UTC.";
                Log.Information("{Line:l}", $"{environment.Name}: {open.Text}{next}");
            }

            if (outcome.Done.Count + outcome.Open.Count + outcome.Problems.Count == 0)
            {
                Log.Information("{Line:l}", $"{environment.Name}: nothing is due.");
            }

            problems = [.. outcome.Problems.Select(problem => $"{environment.Name}: {problem}")];
        }
    }
}
