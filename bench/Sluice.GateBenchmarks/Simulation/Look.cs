namespace Sluice.GateBenchmarks.Simulation;

/// <summary>What one scrape sees: increments since the one before.</summary>
/// <param name="Seconds">Since the start, at the end of the interval.</param>
/// <param name="Weight">The candidate's share of traffic during the interval.</param>
internal readonly record struct Look(double Seconds, double Weight, ArmCounts Candidate, ArmCounts Baseline);

/// <summary>One arm's increments.</summary>
/// <param name="Requests">All of them.</param>
/// <param name="Bad">Those that failed; at most <paramref name="Requests"/>.</param>
/// <param name="Buckets">Requests per latency bucket (not cumulative, +Inf last); empty without latencies.</param>
internal readonly record struct ArmCounts(long Requests, long Bad, long[] Buckets);
