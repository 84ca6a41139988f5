using Sluice.Manifests;
using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Events;
using Sluice.Rollouts.Ports;

namespace Sluice.Rollouts.Rollback;

/// <summary>
/// Brings services that are updated in place back: those who use others before those they use. A service that does not become ready holds up
/// none, as it may need one that comes later; all are waited for in the end.
/// </summary>
internal sealed class RollingReturn(RolloutPorts ports, TimeProvider time)
{
    /// <summary>What keeps a workload from going back may only show on the way, so it is written again.</summary>
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(2);

    /// <summary>Null when all pods are those of the release to go back to, and ready.</summary>
    public async Task<ClusterProblem?> RunAsync(IReadOnlyList<RollingSwitch> switches, TimeSpan deadline, Action<ObjectChange> changed, CancellationToken cancellationToken)
    {
        var opened = await ports.Watcher.WatchAsync([.. switches.Select(one => one.Lane)], cancellationToken).ConfigureAwait(false);
        if (!opened.Succeeded(out var watch))
        {
            return opened.Problems[0];
        }

        await using (watch.ConfigureAwait(false))
        {
            foreach (var level in switches.GroupBy(one => one.Level).OrderByDescending(group => group.Key))
            {
                Lane[] lanes = [.. level.Select(one => one.Lane)];
                ports.Deploy.Observer.On(new DeployEvent.WaitingForReady(level.Key, [.. lanes.Select(lane => lane.Service)]));
                if (await ReplaceAsync(watch, lanes, deadline, cancellationToken).ConfigureAwait(false) is { } problem)
                {
                    return problem;
                }

                foreach (var one in level.Where(one => one.Replaces))
                {
                    changed(new ObjectChange(one.Lane.Earlier!.Workload, ChangeKind.Configured));
                }
            }

            Lane[] open = [.. switches.Select(one => one.Lane).Where(lane => !IsBack(watch, lane))];
            if (open.Length > 0 && await ReplaceAsync(watch, open, deadline, cancellationToken).ConfigureAwait(false) is { } unwritten)
            {
                return unwritten;
            }

            return open.FirstOrDefault(lane => !IsBack(watch, lane)) is { } late ? Late(watch, late, deadline) : null;
        }
    }

    /// <summary>Goes on when they are back, or the time is over; a problem is one that no waiting mends.</summary>
    private async Task<ClusterProblem?> ReplaceAsync(IStackWatch watch, IReadOnlyList<Lane> lanes, TimeSpan deadline, CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        do
        {
            var set = await Task.WhenAll(lanes.Select(lane => ports.Traffic.SetAsync(lane, 0, cancellationToken))).ConfigureAwait(false);
            if (set.OfType<ClusterProblem>().FirstOrDefault() is { } problem)
            {
                return problem;
            }

            using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var again = Task.Delay(Again, time, end.Token);
            while (!again.IsCompleted && !lanes.All(lane => IsBack(watch, lane)))
            {
                await Task.WhenAny(again, watch.ChangedAsync(end.Token)).ConfigureAwait(false);
                cancellationToken.ThrowIfCancellationRequested();
            }

            Stop(end);
        }
        while (!lanes.All(lane => IsBack(watch, lane)) && time.GetElapsedTime(begun) < deadline);
        return null;
    }

    private static bool IsBack(IStackWatch watch, Lane lane) => watch.See(lane) is { Weight: 0, Stable: { Ready: var ready, Pods: var pods } } && ready >= pods;

    private static ClusterProblem Late(IStackWatch watch, Lane lane, TimeSpan deadline)
    {
        var sight = watch.See(lane);
        var why = sight?.Stable?.Failure is { } failure ? $": {failure}" : "";
        var kind = lane.CandidateId.Kind;
        return new ClusterProblem(
            ClusterProblemKind.Unreachable,
            $"{kind}/{lane.Candidate.Name} was set back, and {sight?.Stable?.Ready ?? 0} of {sight?.Stable?.Pods ?? 0} pods are back and ready after {deadline}{why}.",
            $"kubectl -n {lane.Namespace} describe {kind.ToLowerInvariant()} {lane.Candidate.Name}; another release: --to");
    }

    private static void Stop(CancellationTokenSource source) => source.Cancel();
}
