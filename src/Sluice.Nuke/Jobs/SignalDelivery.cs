using Sluice.Rollouts;
using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Locking;
using Sluice.Rollouts.Ports;

namespace Sluice.Nuke.Jobs;

/// <summary>Puts a signal to the rollout that is under way, and waits until whoever drives it has heard it.</summary>
/// <param name="journal">Knows the rollout.</param>
/// <param name="box">Where the signal is put.</param>
/// <param name="lookAtLock">One look at the environment's lock.</param>
/// <param name="time">The clock.</param>
internal sealed class SignalDelivery(IRolloutJournal journal, ISignalBox box, Func<CancellationToken, Task<ClusterResult<LockView>>> lookAtLock, TimeProvider time)
{
    /// <summary>A driver listens every second; this covers an API server that is slow, and two renewals of a lock.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(300);

    /// <param name="signal">Makes the signal for the number of a rollout.</param>
    /// <param name="cancellationToken">Takes the signal back, if it was not heard.</param>
    public async Task<SignalOutcome> RunAsync(Func<int, PersonSignal> signal, CancellationToken cancellationToken)
    {
        var (rollout, failure) = await OpenAsync(cancellationToken);
        if (rollout is null)
        {
            return failure!;
        }

        var looked = await lookAtLock(cancellationToken);
        if (!looked.Succeeded(out var first))
        {
            return new SignalOutcome.Failed(looked.Problems);
        }

        if (first.Standing != LockStanding.Held)
        {
            return new SignalOutcome.Undriven(rollout);
        }

        var sent = signal(rollout.Number);
        if (await box.PostAsync(sent, cancellationToken) is { } refused)
        {
            return new SignalOutcome.Failed([refused]);
        }

        try
        {
            if (await WaitAsync(rollout, sent.Id, first, cancellationToken) is { } heard)
            {
                return heard;
            }
        }
        catch (OperationCanceledException)
        {
            await TakeBackAsync(sent.Id);
            throw;
        }

        return await GiveUpAsync(rollout, sent.Id, first, cancellationToken);
    }

    // Null when the time is over, or the lock has no living holder any more.
    private async Task<SignalOutcome?> WaitAsync(RolloutRecord rollout, string id, LockView first, CancellationToken cancellationToken)
    {
        for (var begun = time.GetTimestamp(); time.GetElapsedTime(begun) < Patience;)
        {
            await Task.Delay(s_pause, time, cancellationToken);
            if (await HeardAsync(rollout, id, cancellationToken) is { } heard)
            {
                return heard;
            }

            if ((await lookAtLock(cancellationToken)).Value is { Standing: not LockStanding.Held })
            {
                return null;
            }
        }

        return null;
    }

    private async Task<SignalOutcome> GiveUpAsync(RolloutRecord rollout, string id, LockView first, CancellationToken cancellationToken)
    {
        // Left in the box, it would come true at a moment when nobody thinks of it; typed again, twice.
        await TakeBackAsync(id);
        if (await HeardAsync(rollout, id, cancellationToken) is { } heard)
        {
            return heard;
        }

        var looked = await lookAtLock(cancellationToken);
        if (!looked.Succeeded(out var last))
        {
            return new SignalOutcome.Failed(looked.Problems);
        }

        // Who lives renews its lock several times in so long.
        var isAlive = last.Standing == LockStanding.Held && (last.Lease!.Holder, last.Lease.RenewTime) != (first.Lease!.Holder, first.Lease.RenewTime);
        return isAlive ? new SignalOutcome.Unheard(rollout, last) : new SignalOutcome.Undriven(rollout);
    }

    private async Task<SignalOutcome?> HeardAsync(RolloutRecord rollout, string id, CancellationToken cancellationToken)
    {
        // An answer that fails is followed by another one.
        var newest = (await journal.NewestAsync(cancellationToken)).Value is [.., var record] ? record : null;
        return newest is null ? null
            : newest.Heard.Contains(id) ? new SignalOutcome.Heard(newest)
            : newest.Number != rollout.Number ? new SignalOutcome.Ended(rollout)
            : newest.Stage == RolloutStage.Over ? new SignalOutcome.Ended(newest)
            : null;
    }

    private async Task<(RolloutRecord? Rollout, SignalOutcome? Failure)> OpenAsync(CancellationToken cancellationToken)
    {
        var read = await journal.NewestAsync(cancellationToken);
        return !read.Succeeded(out var newest) ? (null, new SignalOutcome.Failed(read.Problems))
            : newest is [.., { Stage: not RolloutStage.Over } open] ? (open, null)
            : (null, new SignalOutcome.NothingRuns(newest is [.., var last] ? last : null));
    }

    private async Task TakeBackAsync(string id)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(3), time);
        try
        {
            await box.TakeAsync([id], limit.Token);
        }
        catch (OperationCanceledException)
        {
            // It stays; the box is bounded, and a rollout that is over hears nothing.
        }
    }
}
