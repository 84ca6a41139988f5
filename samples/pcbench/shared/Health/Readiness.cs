using System.Globalization;

namespace PcBench.ServiceDefaults.Health;

/// <summary>
/// Whether this process wants requests. It does not ask the services behind it: if readiness spread along the
/// dependencies, one broken service would take down every other with it.
/// </summary>
public sealed class Readiness(TimeSpan slowStart, TimeProvider clock)
{
    private readonly long _started = clock.GetTimestamp();
    private volatile bool _stopping;

    public bool IsStopping => _stopping;

    public void Stop() => _stopping = true;

    /// <summary>Why it is not ready, or <see langword="null"/> when it is.</summary>
    public string? Obstacle()
    {
        if (_stopping)
        {
            return "stopping";
        }

        var left = slowStart - clock.GetElapsedTime(_started);
        return left > TimeSpan.Zero
            ? string.Create(CultureInfo.InvariantCulture, $"starting slowly, {Math.Ceiling(left.TotalSeconds)} s left (FAULT_SLOW_START_SECONDS)")
            : null;
    }
}
