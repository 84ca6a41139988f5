using System.Threading.Channels;
using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Pods;
using Sluice.Kubernetes.Readiness;
using Sluice.Rollouts;
using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Metrics;
using Sluice.Rollouts.Ports;

namespace Sluice.Kubernetes.Stacks;

/// <summary>Keeps the objects of some namespaces as the cluster has them, and tells what they mean.</summary>
internal sealed class StackWatch : IStackWatch
{
    private readonly Lock gate = new();
    private readonly CancellationTokenSource ended = new();
    private readonly TimeProvider time;
    private readonly Dictionary<string, WatchedNamespace> namespaces;
    private readonly Dictionary<string, long> seen = new(StringComparer.Ordinal);
    private readonly Task[] running;
    private long version;
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public StackWatch(ApiClient client, TimeProvider time, IReadOnlyList<ListedNamespace> listed)
    {
        this.time = time;
        namespaces = listed.ToDictionary(one => one.Name, one => new WatchedNamespace(one.View), StringComparer.Ordinal);
        running = [.. listed.SelectMany(one => Follow(client, one))];
    }

    public ClusterProblem? Problem
    {
        get
        {
            lock (gate)
            {
                return namespaces.Values.Select(ns => ns.Problem).FirstOrDefault(problem => problem is not null);
            }
        }
    }

    public LaneSight? See(Lane lane)
    {
        lock (gate)
        {
            seen[$"{lane.Namespace}/{lane.Service}"] = version;
            return namespaces.TryGetValue(lane.Namespace, out WatchedNamespace? ns) && ns.Problem is null ? LaneView.Of(lane, ns.View, time.GetUtcNow()) : null;
        }
    }

    public IReadOnlyList<PodFacts>? Pods(StackId stack)
    {
        lock (gate)
        {
            return namespaces.TryGetValue(stack.Namespace, out WatchedNamespace? ns) && ns.Problem is null
                ? [.. StackView.PodsOf(ns.View, stack).Where(pod => pod["metadata"]?["deletionTimestamp"] is null).Select(PodReader.Read)]
                : null;
        }
    }

    public Task ChangedAsync(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            // One lane may have been looked at before a change that the next one was looked at after.
            return seen.Count == 0 || seen.Values.Min() < version ? Task.CompletedTask : changed.Task.WaitAsync(cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        ended.Dispose();
    }

    private IEnumerable<Task> Follow(ApiClient client, ListedNamespace listed)
    {
        Channel<MirrorChange> changes = Channel.CreateUnbounded<MirrorChange>(new UnboundedChannelOptions { SingleReader = true });
        foreach ((string mirror, ListedCollection collection) in listed.Mirrors)
        {
            yield return new ResourceMirror(client, mirror, collection.Path, changes.Writer, collection.Revision).RunAsync(ended.Token);
        }

        yield return TakeAsync(namespaces[listed.Name], changes.Reader);
    }

    private async Task TakeAsync(WatchedNamespace ns, ChannelReader<MirrorChange> changes)
    {
        while (await changes.WaitToReadAsync(ended.Token).ConfigureAwait(false))
        {
            TaskCompletionSource told;
            lock (gate)
            {
                while (changes.TryRead(out MirrorChange? change))
                {
                    ns.Take(change);
                }

                version++;
                told = changed;
                changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            told.SetResult();
        }
    }
}
