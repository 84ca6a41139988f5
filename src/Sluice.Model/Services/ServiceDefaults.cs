using Sluice.Model.Services;

namespace Sluice.Model;

/// <summary>What holds for a service where <c>sluice.yaml</c> says nothing.</summary>
public static class ServiceDefaults
{
    /// <summary>The path that a deploy asks through the Service.</summary>
    /// <value><c>/healthz</c></value>
    public const string SmokePath = "/healthz";

    /// <summary>How often a probe fails before it counts.</summary>
    /// <value>3</value>
    public const int ProbeFailures = 3;

    /// <summary>How often a job is started again after it failed.</summary>
    /// <value>0</value>
    public const int JobRetries = 0;

    /// <summary>What a failed hook means.</summary>
    /// <value>Stop</value>
    public const HookFailure OnHookFailure = HookFailure.Stop;

    /// <summary>Time between two probes.</summary>
    /// <value>5 s</value>
    public static TimeSpan ProbePeriod { get; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a probe may take.</summary>
    /// <value>2 s</value>
    public static TimeSpan ProbeTimeout { get; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a job may run, all its tries together.</summary>
    /// <value>5 min</value>
    public static TimeSpan JobDeadline { get; } = TimeSpan.FromMinutes(5);
}
