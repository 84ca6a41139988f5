namespace Sluice.Analysis;

/// <summary>Times that hold for every gate.</summary>
internal static class GateTimes
{
    /// <summary>Longest silence of a candidate that has weight.</summary>
    /// <value>60 s</value>
    public static TimeSpan Silence { get; } = TimeSpan.FromSeconds(60);
}
