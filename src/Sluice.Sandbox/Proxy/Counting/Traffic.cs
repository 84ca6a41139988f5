using System.Collections.Concurrent;

namespace Sluice.Sandbox.Proxy.Counting;

/// <summary>A kind of requests that is counted apart.</summary>
/// <param name="Via"><c>ingress</c>, <c>route</c> or <c>pod</c> (asked by a pod, by a Service's name).</param>
/// <param name="To">Whom they went to.</param>
/// <param name="IsKept">Whether the asker's connection had served a request before.</param>
internal sealed record TrafficKind(string Via, Destination To, bool IsKept);

/// <summary>What has gone through the sandbox's proxies since it started. Thread-safe.</summary>
internal sealed class Traffic
{
    private readonly ConcurrentDictionary<(TrafficKind Kind, string Code), Counter> _requests = new();
    private readonly ConcurrentDictionary<TrafficKind, Counter> _failures = new();
    private readonly ConcurrentDictionary<TrafficKind, LatencyCounts> _latencies = new();
    private readonly ConcurrentDictionary<(Destination To, bool Succeeded), Counter> _connections = new();

    public IEnumerable<(TrafficKind Kind, string Code, long Count)> Requests => _requests.Select(r => (r.Key.Kind, r.Key.Code, r.Value.Value));

    public IEnumerable<(TrafficKind Kind, long Count)> Failures => _failures.Select(f => (f.Key, f.Value.Value));

    public IEnumerable<(TrafficKind Kind, LatencyCounts Counts)> Latencies => _latencies.Select(l => (l.Key, l.Value));

    public IEnumerable<(Destination To, bool Succeeded, long Count)> Connections => _connections.Select(c => (c.Key.To, c.Key.Succeeded, c.Value.Value));

    /// <summary>A request is over, whatever became of it; each is counted once.</summary>
    /// <param name="kind">Which.</param>
    /// <param name="code">Class of the answer's status, or how it ended without one.</param>
    /// <param name="took">From its arrival to its answer's end.</param>
    public void Answered(TrafficKind kind, string code, TimeSpan took)
    {
        _requests.GetOrAdd((kind, code), _ => new Counter()).Increase();
        _latencies.GetOrAdd(kind, _ => new LatencyCounts()).Add(took.TotalSeconds);
    }

    /// <summary>A pod refused the connection or broke it off. The request may have gone to another one then.</summary>
    public void Failed(TrafficKind kind) => _failures.GetOrAdd(kind, _ => new Counter()).Increase();

    /// <summary>A connection to a ClusterIP was, or could not be, joined to a pod.</summary>
    public void Connected(Destination to, bool succeeded) => _connections.GetOrAdd((to, succeeded), _ => new Counter()).Increase();

    private sealed class Counter
    {
        private long _value;

        public long Value => Interlocked.Read(ref _value);

        public void Increase() => Interlocked.Increment(ref _value);
    }
}
