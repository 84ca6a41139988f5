namespace Sluice.Model.Services;

/// <summary>A question over HTTP that a healthy pod answers with 2xx or 3xx.</summary>
/// <param name="Path">Absolute path (<c>/healthz</c>).</param>
public sealed record ProbeDefinition(string Path)
{
    /// <summary>Port, 1–65535; the service's own port where nothing else is said.</summary>
    public int? Port { get; init; }

    /// <summary>Time between two questions, 1 s to 10 min.</summary>
    public TimeSpan Period { get; init; } = ServiceDefaults.ProbePeriod;

    /// <summary>How long an answer may take, 100 ms to 5 min.</summary>
    public TimeSpan Timeout { get; init; } = ServiceDefaults.ProbeTimeout;

    /// <summary>How many failures in a row count, 1–1000.</summary>
    public int Failures { get; init; } = ServiceDefaults.ProbeFailures;
}

/// <summary>The probes of a service; what is not named is <see langword="null"/>.</summary>
/// <param name="Startup">Asked until the process has started.</param>
/// <param name="Readiness">Asked before a pod gets traffic.</param>
/// <param name="Liveness">Asked to find a process that hangs.</param>
/// <param name="Smoke">Asked by a deploy through the Service, once everything is ready.</param>
public sealed record ServiceProbes(ProbeDefinition? Startup, ProbeDefinition? Readiness, ProbeDefinition? Liveness, ProbeDefinition? Smoke)
{
    public static ServiceProbes None { get; } = new(null, null, null, null);
}
