using Sluice.Rollouts.Ports;

namespace Sluice.Rollouts.Locking;

/// <summary>
/// The lock of one environment: one run at a time. As a guard it lets writes through only while this run holds it, so what
/// forgets to take it, or does not hear that it was lost, changes nothing.
/// </summary>
public sealed class EnvironmentLock(ILeaseStore store, LockTerms terms, TimeProvider time) : IWriteGuard
{
    private const int UnclearWrites = 2;

    private Func<CancellationToken, ValueTask<ClusterProblem?>>? check;

    /// <summary>The fencing number of the lock that this run took last; 0 before it took one.</summary>
    public long Fence { get; private set; }

    private TimeSpan Now => time.GetElapsedTime(0);

    /// <summary>Takes the lock, waiting for its holder as long as the claim allows.</summary>
    /// <param name="claim">Who wants it.</param>
    /// <param name="waiting">Called with every look at a lock that another run holds.</param>
    /// <param name="cancellationToken">Ends the wait; the lock is not held then.</param>
    public async Task<LockOutcome> TakeAsync(LockClaim claim, Action<LockView> waiting, CancellationToken cancellationToken)
    {
        var seeker = new LockSeeker(claim, terms, Now);
        for (int unclear = 0; ;)
        {
            ClusterResult<LeaseReading> read = await store.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (!read.Succeeded(out LeaseReading? reading))
            {
                return new LockOutcome.Failed(read.Problems);
            }

            TimeSpan sent = Now;
            (seeker, SeekMove move) = seeker.See(reading, sent, time.GetUtcNow());
            switch (move)
            {
                case SeekMove.Refuse refuse:
                    return new LockOutcome.Refused(refuse.View, Now - seeker.Started);
                case SeekMove.Wait wait:
                    waiting(wait.View);
                    await Task.Delay(wait.Pause, time, cancellationToken).ConfigureAwait(false);
                    break;
                case SeekMove.Write write:
                    LeaseWrite written = await store.WriteAsync(write.Next, cancellationToken).ConfigureAwait(false);
                    if (written is LeaseWrite.Stored stored)
                    {
                        return await HoldAsync(stored.Lease, sent, write.From, cancellationToken).ConfigureAwait(false);
                    }

                    if (written is LeaseWrite.NoNamespace)
                    {
                        return new LockOutcome.NoNamespace();
                    }

                    // Someone else was faster, or the answer got lost: the record says more. But not over and over again.
                    if (written is LeaseWrite.Failed failed && (failed.Problem.Kind != ClusterProblemKind.Unreachable || ++unclear == UnclearWrites))
                    {
                        return new LockOutcome.Failed([failed.Problem]);
                    }

                    break;
            }
        }
    }

    /// <summary>Who holds the lock now, at one look.</summary>
    public async Task<ClusterResult<LockView>> LookAsync(CancellationToken cancellationToken)
    {
        ClusterResult<LeaseReading> read = await store.ReadAsync(cancellationToken).ConfigureAwait(false);
        return read.Succeeded(out LeaseReading? reading)
            ? ClusterResult<LockView>.Ok(LockJudge.Look(reading, "", null, Now, terms).View)
            : ClusterResult<LockView>.Failed(read.Problems);
    }

    public ValueTask<ClusterProblem?> CheckAsync(CancellationToken cancellationToken) => check is { } ask
        ? ask(cancellationToken)
        : ValueTask.FromResult<ClusterProblem?>(new ClusterProblem(ClusterProblemKind.LockLost, "This run does not hold the environment's lock, so it changes nothing.", ""));

    private async Task<LockOutcome.Taken> HoldAsync(LeaseState lease, TimeSpan sent, LeaseState? from, CancellationToken cancellationToken)
    {
        var held = new HeldLock(store, new LockKeeper(lease, terms, sent), time);
        if (from is not null)
        {
            await SettleAsync(held, cancellationToken).ConfigureAwait(false);
        }

        check = held.CheckAsync;
        Fence = held.Fence;
        return new LockOutcome.Taken(held, from);
    }

    private async Task SettleAsync(HeldLock mine, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(terms.Settle, time, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await mine.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
