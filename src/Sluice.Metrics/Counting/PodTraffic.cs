using Sluice.Analysis;

namespace Sluice.Metrics.Counting;

/// <summary>What one pod answered between two readings.</summary>
/// <param name="Pod">Its name.</param>
public sealed record PodTraffic(string Pod)
{
    /// <summary>All requests.</summary>
    public double Requests { get; init; }

    /// <summary>The bad ones among them.</summary>
    public double Bad { get; init; }

    /// <summary>Durations; <see langword="null"/> where the pod exposes none.</summary>
    public Durations? Latency { get; init; }

    /// <summary>Requests and bad ones; where only durations are counted, those are the requests.</summary>
    public Counts Counts => new(Requests > 0 ? Requests : Latency?.Requests ?? 0, Bad);

    /// <summary>Counters that began again, as a restart makes them.</summary>
    public int Resets { get; init; }
}
