using System.Threading.Channels;

namespace Sluice.Sandbox.Store;

/// <summary>
/// One watcher's place in the stream of changes. Events are queued under the store's lock, in order of revision; so whoever
/// reads <see cref="IObjectStore.Revision"/> and then empties <see cref="Events"/> has seen everything up to that revision.
/// </summary>
internal sealed class StoreWatch(string resource, string? ns, Action<StoreWatch> leave) : IDisposable
{
    /// <summary>A watcher that lets this many events pile up is cut off (its reader completes): it has stopped reading.</summary>
    internal const int MaxPending = 100_000;

    private readonly Channel<StoreEvent> _events = Channel.CreateBounded<StoreEvent>(new BoundedChannelOptions(MaxPending) { SingleReader = true });

    public ChannelReader<StoreEvent> Events => _events.Reader;

    public void Dispose() => leave(this);

    internal void Offer(StoreEvent change)
    {
        if (change.Key.Resource == resource && (ns is null || change.Key.Namespace == ns) && !_events.Writer.TryWrite(change))
        {
            Complete();
        }
    }

    internal void Complete() => _events.Writer.TryComplete();
}
