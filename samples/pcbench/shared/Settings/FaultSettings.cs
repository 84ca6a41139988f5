namespace PcBench.ServiceDefaults.Settings;

/// <summary>What is broken on purpose, so that a release can be seen to fail. All off by default.</summary>
public sealed record FaultSettings
{
    /// <summary>Share of API requests that are answered with 500, 0 to 1.</summary>
    public double ErrorRate { get; init; }

    /// <summary>Added to the time of every API request.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>The process ends with exit code 1 this long after its start; zero: before it listens.</summary>
    public TimeSpan? CrashAfter { get; init; }

    /// <summary>Not ready for this long after the start.</summary>
    public TimeSpan SlowStart { get; init; }

    public static FaultSettings Read(EnvironmentReader environment) => new()
    {
        ErrorRate = environment.Number("FAULT_ERROR_RATE", 0, 1) ?? 0,
        Latency = TimeSpan.FromMilliseconds(environment.Number("FAULT_LATENCY_MS", 0, 600_000) ?? 0),
        CrashAfter = environment.Seconds("FAULT_CRASH_AFTER_SECONDS"),
        SlowStart = environment.Seconds("FAULT_SLOW_START_SECONDS") ?? TimeSpan.Zero,
    };
}
