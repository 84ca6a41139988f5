using System.Threading.Channels;
using Sluice.Sandbox.Store;

namespace Sluice.Sandbox.Controllers;

/// <summary>
/// Keys to look at, each at most once at a time; a key added while it waits is the same entry. A key put off
/// (<see cref="AddLater"/>) comes back after its delay.
/// </summary>
internal sealed class WorkQueue(TimeProvider time)
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly HashSet<ResourceKey> _waiting = [];
    private readonly Dictionary<ResourceKey, int> _failures = [];
    private readonly Dictionary<ResourceKey, (DateTimeOffset Due, ITimer Timer)> _later = [];
    private readonly Channel<ResourceKey> _keys = Channel.CreateUnbounded<ResourceKey>();

    public void Add(ResourceKey key)
    {
        lock (_lock)
        {
            if (_waiting.Add(key))
            {
                _keys.Writer.TryWrite(key);
            }
        }
    }

    /// <summary>Adds a key after a delay; of several delays the one that ends first counts.</summary>
    public void AddLater(ResourceKey key, TimeSpan delay)
    {
        lock (_lock)
        {
            var due = time.GetUtcNow() + delay;
            if (_later.TryGetValue(key, out var entry) && entry.Due <= due)
            {
                return;
            }

            entry.Timer?.Dispose();
            _later[key] = (due, time.CreateTimer(_ => Ripe(key), null, delay, Timeout.InfiniteTimeSpan));
        }
    }

    /// <summary>Adds a key that failed, each time later: 5 ms doubling to 10 s.</summary>
    public void Retry(ResourceKey key)
    {
        TimeSpan delay;
        lock (_lock)
        {
            int failures = _failures[key] = _failures.GetValueOrDefault(key) + 1;
            delay = TimeSpan.FromTicks(Math.Min(LongestRetry.Ticks, FirstRetry.Ticks << Math.Min(20, failures - 1)));
        }

        AddLater(key, delay);
    }

    public void Succeeded(ResourceKey key)
    {
        lock (_lock)
        {
            _failures.Remove(key);
        }
    }

    public async Task<ResourceKey> TakeAsync(CancellationToken cancellationToken)
    {
        var key = await _keys.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        lock (_lock)
        {
            _waiting.Remove(key);
        }

        return key;
    }

    private void Ripe(ResourceKey key)
    {
        lock (_lock)
        {
            if (_later.Remove(key, out var entry))
            {
                entry.Timer.Dispose();
            }
        }

        Add(key);
    }
}
