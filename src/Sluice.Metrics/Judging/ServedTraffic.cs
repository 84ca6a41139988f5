using Sluice.Analysis;

namespace Sluice.Metrics.Judging;

/// <summary>The traffic of a service that a forecast reckons with.</summary>
/// <param name="RequestsPerSecond">0 or more.</param>
/// <param name="Origin">Who says so, for people: <c>as --requests-per-second says</c>.</param>
public sealed record ServedTraffic(double RequestsPerSecond, string Origin)
{
    /// <summary>How what serves behaved; <see langword="null"/> where nobody knows.</summary>
    public GateHistory? Past { get; init; }
}
