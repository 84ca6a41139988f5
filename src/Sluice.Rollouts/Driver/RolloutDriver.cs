using Sluice.Rollouts.Events;
using Sluice.Rollouts.Machine;
using Sluice.Rollouts.Ports;

namespace Sluice.Rollouts.Driver;

/// <summary>
/// The loop around the machine: looks, lets it decide, writes the decision down, carries it out, waits for the next thing to look at.
/// </summary>
/// <param name="ports">Everything outside.</param>
/// <param name="time">The clock.</param>
internal sealed class RolloutDriver(RolloutPorts ports, TimeProvider time)
{
    /// <summary>A CI ends a process about 10 s after it asked for its end.</summary>
    private static readonly TimeSpan LastMoments = TimeSpan.FromSeconds(4.5);

    private IDeployObserver Observer => ports.Deploy.Observer;

    /// <summary>Drives a rollout until the machine is done, or the process has to end.</summary>
    /// <param name="record">Where it stands.</param>
    /// <param name="lanes">The services, in the plan's order.</param>
    /// <param name="first">What is asked of it at once.</param>
    /// <param name="leaves">Whether an interruption leaves the weights as they are.</param>
    /// <param name="interrupted">The process is to end soon: weights go back first.</param>
    public async Task<DriveEnd> RunAsync(RolloutRecord record, IReadOnlyList<Lane> lanes, RolloutSignal first, bool leaves, CancellationToken interrupted)
    {
        if (record.State.IsOver)
        {
            return new DriveEnd.Over(record);
        }

        using var ending = new CancellationTokenSource();
        using var limit = time.CreateTimer(_ => ending.Cancel(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        // From the first request on: a cluster that does not answer must not outlast the process's end either.
        using var last = interrupted.Register(() => limit.Change(LastMoments, Timeout.InfiniteTimeSpan));
        var learnt = await ports.Journal.GatesAsync(record.Number, ending.Token).ConfigureAwait(false);
        var opened = await ports.Watcher.WatchAsync(lanes, ending.Token).ConfigureAwait(false);
        if (!opened.Succeeded(out var watch))
        {
            return new DriveEnd.Failed(record, opened.Problems[0]);
        }

        await using (watch.ConfigureAwait(false))
        {
            var desk = ports.Gates.Open(lanes, watch, learnt.Value ?? new Dictionary<string, byte[]>());
            await using (desk.ConfigureAwait(false))
            {
                var drive = new Drive(ports, time, lanes, watch, desk, record);
                try
                {
                    var end = await drive.RunAsync(first, leaves, interrupted, ending.Token).ConfigureAwait(false);
                    return end with { TrafficBack = drive.TrafficBack, Evidence = drive.Evidence };
                }
                catch (OperationCanceledException) when (ending.IsCancellationRequested)
                {
                    Observer.On(new DeployEvent.Notice("There was no time left to read everything back."));
                    return new DriveEnd.Suspended(drive.Record, IsTakenBack: false) { TrafficBack = drive.TrafficBack, Evidence = drive.Evidence };
                }
            }
        }
    }
}
