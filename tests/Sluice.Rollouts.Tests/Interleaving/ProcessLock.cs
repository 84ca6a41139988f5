using Sluice.Rollouts.Locking;
using Sluice.Rollouts.Ports;

namespace Sluice.Rollouts.Tests.Interleaving;

/// <summary>The environment's lock as one process has it: every decision is the product's, on the conductor's one thread.</summary>
internal sealed class ProcessLock(ApiServer server, Process process) : IDisposable
{
    private static readonly LockTerms s_terms = LockTerms.Default;

    private readonly CancellationTokenSource _lost = new();
    private LockKeeper? _keeper;
    private TimeSpan _acquired;
    private bool _isLost;
    private bool _isReleased;

    public long Fence => _keeper?.Lease.Fence ?? 0;

    public CancellationToken Lost => _lost.Token;

    private TimeSpan Now => process.GetElapsedTime(0);

    /// <summary>False when another process holds it for longer than this one waits.</summary>
    public async Task<bool> TakeAsync(bool takesOver)
    {
        var claim = new LockClaim { Holder = process.Name, Purpose = "", Wait = TimeSpan.FromMinutes(5), TakesOver = takesOver };
        var seeker = new LockSeeker(claim, s_terms, Now);
        for (; ; )
        {
            var reading = await process.CallAsync("read lease", server.ReadLease, default);
            var sent = Now;
            (seeker, var move) = seeker.See(reading, sent, process.GetUtcNow());
            switch (move)
            {
                case SeekMove.Refuse:
                    return false;
                case SeekMove.Wait wait:
                    await Task.Delay(wait.Pause, process);
                    break;
                case SeekMove.Write write when await process.CallAsync("take lease", () => server.WriteLease(write.Next), default) is LeaseWrite.Stored stored:
                    (_keeper, _acquired) = (new LockKeeper(stored.Lease, s_terms, sent), sent);
                    _ = KeepAsync();
                    if (write.From is not null)
                    {
                        await Task.Delay(s_terms.Settle, process);
                    }

                    return true;
                default:
                    break;
            }
        }
    }

    /// <summary>As the guard of every write.</summary>
    public async Task<ClusterProblem?> CheckAsync()
    {
        var isSure = !_isLost && !_isReleased && (Now - _keeper!.Renewed <= s_terms.FreshFor || await RenewAsync());
        return isSure ? null : new ClusterProblem(ClusterProblemKind.LockLost, "This run does not hold the lock.", "");
    }

    public async Task ReleaseAsync()
    {
        _isReleased = true;
        if (!_isLost)
        {
            await process.CallAsync("release lease", () => server.WriteLease(LeaseMoves.Release(_keeper!.Lease)), default);
        }
    }

    /// <summary>Ends the work of a process that has lost the lock. Only called by the work itself.</summary>
    public void Hear()
    {
        if (_isLost && !_lost.IsCancellationRequested)
        {
            _lost.Cancel();
        }
    }

    public void Dispose() => _lost.Dispose();

    private async Task KeepAsync()
    {
        while (!_isLost && !_isReleased)
        {
            await Task.Delay(s_terms.RenewEvery, process);
            if (!_isLost && !_isReleased && !await RenewAsync() && _keeper!.Failed(null, Now) is not null)
            {
                Lose();
            }
        }
    }

    private async Task<bool> RenewAsync()
    {
        for (var attempt = 0; attempt < 3 && !_isLost; attempt++)
        {
            var sent = Now;
            using var limit = new CancellationTokenSource(TimeSpan.FromTicks(Math.Max(0, (_keeper!.GiveUpAt - Now).Ticks)), process);
            try
            {
                switch (await process.CallAsync("renew lease", () => server.WriteLease(LeaseMoves.Renew(_keeper.Lease, sent - _acquired)), limit.Token))
                {
                    case LeaseWrite.Stored stored:
                        _keeper = _keeper.Stored(stored.Lease, sent);
                        return true;
                    default:
                        (_keeper, var loss) = _keeper.Reread(await process.CallAsync("read lease", server.ReadLease, limit.Token));
                        if (loss is not null)
                        {
                            Lose();
                        }

                        break;
                }
            }
            catch (OperationCanceledException)
            {
                return false;
            }
        }

        return false;
    }

    // Its work hears of it with its next request: a wait that is cancelled goes on elsewhere, on a thread that no schedule knows.
    private void Lose() => _isLost = true;
}
