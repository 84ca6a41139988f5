using Sluice.Sandbox.Store;

namespace Sluice.Sandbox.Controllers;

/// <summary>Runs one controller: watches fill the queue, one worker empties it.</summary>
internal sealed class ControllerLoop(IController controller, IObjectStore store, WriteRunner writes, TimeProvider time, Serilog.ILogger log)
{
    private readonly WorkQueue _queue = new(time);

    public Task RunAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(controller.Watches.Select(rule => WatchAsync(rule, cancellationToken)).Append(WorkAsync(cancellationToken)));

    private async Task WatchAsync(WatchRule rule, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            // A watch that is cut off is begun anew with everything that exists: a reconcile too many does no harm.
            await foreach (var change in store.Watch(rule.Resource, null, 0, cancellationToken).ConfigureAwait(false))
            {
                foreach (var key in rule.Concerns(change))
                {
                    _queue.Add(key);
                }
            }
        }
    }

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            Work(await _queue.TakeAsync(cancellationToken).ConfigureAwait(false));
        }
    }

    private void Work(ResourceKey key)
    {
        try
        {
            var decision = controller.Reconcile(store, key, time.GetUtcNow());
            if (!writes.Run(decision, controller.Name))
            {
                _queue.Retry(key);
                return;
            }

            _queue.Succeeded(key);
            if (decision.Again is { } again)
            {
                _queue.AddLater(key, again);
            }
        }
#pragma warning disable CA1031 // One odd object must not end the controller for all others; it is said in the log and tried again.
        catch (Exception e)
#pragma warning restore CA1031
        {
            log.Error(e, "{Controller}: {Resource} {Namespace}/{Name} failed", controller.Name, key.Resource, key.Namespace, key.Name);
            _queue.Retry(key);
        }
    }
}
