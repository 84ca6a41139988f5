using Sluice.Rollouts.Ports;

namespace Sluice.Rollouts.Locking;

/// <summary>A lock while it is held: renews it, notices its loss, gives it back.</summary>
public sealed class HeldLock : IAsyncDisposable
{
    private const int Attempts = 3;

    private readonly ILeaseStore store;
    private readonly TimeProvider time;
    private readonly TimeSpan acquired;
    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly CancellationTokenSource lost = new();
    private readonly CancellationTokenSource ended = new();
    private readonly Task keeping;
    private LockKeeper keeper;
    private DateTimeOffset renewedAt;
    private ClusterProblem? problem;

    internal HeldLock(ILeaseStore store, LockKeeper keeper, TimeProvider time)
    {
        this.store = store;
        this.keeper = keeper;
        this.time = time;
        acquired = keeper.Renewed;
        renewedAt = time.GetUtcNow();
        Lost = lost.Token;
        keeping = KeepAsync(ended.Token);
    }

    /// <summary>Grows from holder to holder; a write that carries it can be told from one of an earlier holder.</summary>
    public long Fence => keeper.Lease.Fence;

    /// <summary>Cancelled when the lock is lost: the work that it protects must end.</summary>
    public CancellationToken Lost { get; }

    /// <summary>Why it was lost; null while it is held.</summary>
    public LockLoss? Loss { get; private set; }

    private LockTerms Terms => keeper.Terms;

    private TimeSpan Now => time.GetElapsedTime(0);

    /// <summary>
    /// By the monotonic clock, which may stand still while the machine sleeps, and by its wall clock, which may be set; either
    /// being wrong costs a renewal and no more.
    /// </summary>
    private bool IsFresh => Now - keeper.Renewed <= Terms.FreshFor && (time.GetUtcNow() - renewedAt).Duration() <= Terms.FreshFor;

    /// <summary>Gives the lock back, so that the next run need not wait; where that cannot be done in time, it runs out by itself.</summary>
    public async ValueTask DisposeAsync()
    {
        if (ended.IsCancellationRequested)
        {
            return;
        }

        await ended.CancelAsync().ConfigureAwait(false);
        await keeping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        using var limit = new CancellationTokenSource(Terms.ReleaseTime, time);
        try
        {
            await ReleaseAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The server was too slow; the lock runs out.
        }

        ended.Dispose();
        lost.Dispose();
        turn.Dispose();
    }

    /// <summary>Null when this run surely holds the lock; asks the server where the last renewal is not fresh.</summary>
    internal async ValueTask<ClusterProblem?> CheckAsync(CancellationToken cancellationToken)
    {
        bool sure = Loss is null && !ended.IsCancellationRequested && (IsFresh || await RenewInTimeAsync(onlyIfStale: true, cancellationToken).ConfigureAwait(false));
        return sure ? null : new ClusterProblem(ClusterProblemKind.LockLost, "This run cannot be sure any more that it holds the environment's lock, so it changes nothing.", "");
    }

    private async Task KeepAsync(CancellationToken cancellationToken)
    {
        TimeSpan pause = Terms.RenewEvery;
        while (Loss is null)
        {
            await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
            bool stored = await RenewInTimeAsync(onlyIfStale: false, cancellationToken).ConfigureAwait(false);
            if (!stored && Loss is null && keeper.Failed(problem, Now) is { } late)
            {
                Loss = late;
                await lost.CancelAsync().ConfigureAwait(false);
            }

            TimeSpan left = keeper.GiveUpAt - Now;
            pause = stored ? Terms.RenewEvery : left < TimeSpan.Zero ? TimeSpan.Zero : left < Terms.RetryEvery ? left : Terms.RetryEvery;
        }
    }

    /// <summary>One renewal that gives up when the lock has to be taken for lost.</summary>
    private async Task<bool> RenewInTimeAsync(bool onlyIfStale, CancellationToken cancellationToken)
    {
        TimeSpan left = keeper.GiveUpAt - Now;
        using var limit = new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.Zero, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await RenewAsync(onlyIfStale, both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task<bool> RenewAsync(bool onlyIfStale, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return (onlyIfStale && IsFresh && Loss is null) || await RenewAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            turn.Release();
            if (Loss is not null)
            {
                await lost.CancelAsync().ConfigureAwait(false);
            }
        }
    }

    private async Task<bool> RenewAsync(CancellationToken cancellationToken)
    {
        for (int attempt = 0; attempt < Attempts && Loss is null; attempt++)
        {
            (TimeSpan sent, DateTimeOffset sentAt) = (Now, time.GetUtcNow());
            switch (await store.WriteAsync(LeaseMoves.Renew(keeper.Lease, sent - acquired), cancellationToken).ConfigureAwait(false))
            {
                case LeaseWrite.Stored stored:
                    (keeper, renewedAt, problem) = (keeper.Stored(stored.Lease, sent), sentAt, null);
                    return true;
                case LeaseWrite.Failed failed:
                    problem = failed.Problem;
                    return false;
                default:
                    await RereadAsync(cancellationToken).ConfigureAwait(false);
                    break;
            }
        }

        return false;
    }

    private async Task RereadAsync(CancellationToken cancellationToken)
    {
        ClusterResult<LeaseReading> read = await store.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (read.Succeeded(out LeaseReading? reading))
        {
            (keeper, Loss) = keeper.Reread(reading);
        }
        else
        {
            problem = read.Problems[0];
        }
    }

    private async Task ReleaseAsync(CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        for (int attempt = 0; attempt < Attempts && Loss is null; attempt++)
        {
            LeaseWrite write = await store.WriteAsync(LeaseMoves.Release(keeper.Lease), cancellationToken).ConfigureAwait(false);
            if (write is not LeaseWrite.Stale)
            {
                return;
            }

            // A renewal whose answer nobody waited for any more, or another holder.
            await RereadAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
