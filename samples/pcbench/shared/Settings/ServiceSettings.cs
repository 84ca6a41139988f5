using Microsoft.Extensions.Logging;

namespace PcBench.ServiceDefaults.Settings;

/// <summary>What every service reads from its environment.</summary>
public sealed record ServiceSettings
{
    /// <summary>The revision this process belongs to; comes from the pod's label.</summary>
    public required string Revision { get; init; }

    /// <summary>How long it goes on serving after SIGTERM, so that every proxy has learned that it is leaving.</summary>
    public required TimeSpan ShutdownDelay { get; init; }

    public required LogLevel LogLevel { get; init; }

    public required FaultSettings Faults { get; init; }

    public static ServiceSettings Read(EnvironmentReader environment) => new()
    {
        Revision = environment.Text("POD_REVISION", "local"),
        ShutdownDelay = environment.Seconds("SHUTDOWN_DELAY_SECONDS") ?? TimeSpan.FromSeconds(5),
        LogLevel = environment.OneOf("LOG_LEVEL", LogLevel.Information),
        Faults = FaultSettings.Read(environment),
    };
}
