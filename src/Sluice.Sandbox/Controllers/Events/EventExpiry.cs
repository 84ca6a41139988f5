using Sluice.Sandbox.Controllers.Objects;
using Sluice.Sandbox.Store;

namespace Sluice.Sandbox.Controllers.Events;

/// <summary>Removes events that were last seen more than an hour ago, as a real API server does, and the oldest beyond a limit.</summary>
internal sealed class EventExpiry(IObjectStore store, TimeProvider time)
{
    /// <summary>How long an event is kept after it was last seen.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    /// <summary>Events kept at most, in all namespaces together.</summary>
    public const int Limit = 5000;

    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
        {
            Sweep();
        }
    }

    public void Sweep()
    {
        var oldest = time.GetUtcNow() - Lifetime;
        var seen = store.List(Resources.Events, null).Items
            .Select(e => (Event: e, Last: e.Time("lastTimestamp") ?? e.Time("eventTime") ?? e.Created()))
            .OrderByDescending(e => e.Last)
            .ToList();
        foreach (var (gone, _) in seen.Where((e, i) => i >= Limit || e.Last < oldest))
        {
            store.Delete(new ResourceKey(Resources.Events, gone.Namespace(), gone.Name()));
        }
    }
}
