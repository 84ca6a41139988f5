using Serilog;
using Sluice.Model;
using Sluice.Nuke.Failures;
using Sluice.Nuke.Hosting;
using Sluice.Reports;
using Sluice.Rollouts.Deploy;
using Sluice.Rollouts.Locking;

namespace Sluice.Nuke.Jobs;

/// <summary>What a run wants an environment's lock for.</summary>
/// <param name="Target">The target that was asked for, for "the next command".</param>
/// <param name="Purpose">For people: <c>DeployStage of 1a2b3c4d5e6f</c>.</param>
internal sealed record LockedWork(string Target, string Purpose)
{
    /// <summary>Whether it takes the lock over from a rollout that is under way.</summary>
    public bool TakesOver { get; init; }

    /// <summary>Creates the namespace that the lock lives in, if there is none yet; null where its absence is a failure.</summary>
    public Func<CancellationToken, Task>? CreateNamespace { get; init; }
}

/// <summary>Does work while this run holds the lock of an environment.</summary>
internal static class LockJob
{
    private static readonly TimeSpan s_reminder = TimeSpan.FromSeconds(30);

    /// <param name="session">The run.</param>
    /// <param name="cluster">Of the environment; its ports let writes through only during the work.</param>
    /// <param name="environment">Whose lock.</param>
    /// <param name="locked">What for.</param>
    /// <param name="work">Its token is cancelled also when the lock is lost.</param>
    /// <param name="cancellationToken">Ends waiting and work; the lock is given back.</param>
    /// <exception cref="BuildFailedException">The lock cannot be had, or was lost during the work.</exception>
    public static async Task RunAsync(
        SluiceSession session,
        EnvironmentCluster cluster,
        EnvironmentDefinition environment,
        LockedWork locked,
        Func<CancellationToken, Task> work,
        CancellationToken cancellationToken)
    {
        await using var held = await TakeAsync(session, cluster, environment, locked, cancellationToken);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(held.Lost, cancellationToken);
        try
        {
            await work(both.Token);
        }
        catch (BuildFailedException failure) when (held.Loss is { } loss)
        {
            throw Lost(environment, loss, $"\n{failure.Message}");
        }
        catch (OperationCanceledException) when (held.Loss is not null && !cancellationToken.IsCancellationRequested)
        {
            throw Lost(environment, held.Loss, "");
        }
    }

    private static async Task<HeldLock> TakeAsync(SluiceSession session, EnvironmentCluster cluster, EnvironmentDefinition environment, LockedWork locked, CancellationToken cancellationToken)
    {
        var run = RunIdentity.Create();
        var claim = new LockClaim
        {
            Holder = run.Name,
            Purpose = locked.Purpose,
            Url = run.Url,
            Wait = session.LockWait,
            TakesOver = locked.TakesOver,
        };
        var waiting = new WaitingLines(session.Clock, environment.Name, claim.Wait);
        var outcome = await cluster.Lock.TakeAsync(claim, waiting.Say, cancellationToken);
        if (outcome is LockOutcome.NoNamespace && locked.CreateNamespace is { } create)
        {
            await create(cancellationToken);
            outcome = await cluster.Lock.TakeAsync(claim, waiting.Say, cancellationToken);
        }

        switch (outcome)
        {
            case LockOutcome.Taken taken:
                if (taken.From is { } before)
                {
                    Log.Warning("{Line:l}", LockLines.TakenOver(environment.Name, before));
                }

                return taken.Lock;
            case LockOutcome.Refused refused:
                throw new BuildFailedException(ExitCodes.Locked, string.Join('\n', LockLines.Refused(environment.Name, locked.Target, refused)));
            case LockOutcome.Failed failed:
                throw new BuildFailedException(ExitCodes.Infrastructure, string.Join('\n', failed.Problems.Select(problem => $"{environment.Name}: {problem}")));
            default:
                throw new BuildFailedException(ExitCodes.BadInput, $"The namespace {environment.Namespace} of {environment.Name} does not exist, so there is nothing in it to work on.");
        }
    }

    private static BuildFailedException Lost(EnvironmentDefinition environment, LockLoss loss, string rest) => new(
        loss.Kind == LockLossKind.NotRenewed ? ExitCodes.Infrastructure : ExitCodes.Locked,
        LockLines.Lost(environment.Name, loss) + rest);

    /// <summary>A line for every holder that is waited for, and again from time to time.</summary>
    private sealed class WaitingLines(TimeProvider clock, string environment, TimeSpan wait)
    {
        private readonly long _started = clock.GetTimestamp();
        private string _holder = "";
        private TimeSpan _due;

        public void Say(LockView view)
        {
            var waited = clock.GetElapsedTime(_started);
            if (view.Lease!.Holder != _holder || waited >= _due)
            {
                _holder = view.Lease.Holder;
                _due = waited + s_reminder;
                Log.Information("{Line:l}", LockLines.Waiting(environment, view, wait - waited));
            }
        }
    }
}
