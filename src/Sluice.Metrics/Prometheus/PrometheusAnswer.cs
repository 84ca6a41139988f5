using System.Text.Json;
using Sluice.Rollouts.Metrics;

namespace Sluice.Metrics.Prometheus;

/// <summary>One attempt's outcome: the data of an answer, or a problem.</summary>
/// <param name="Data">The member <c>data</c> of an answer that succeeded.</param>
/// <param name="Warnings">What the server says beside it.</param>
internal sealed record PrometheusAnswer(JsonElement Data, IReadOnlyList<string> Warnings)
{
    /// <summary>Parts of the server did not answer.</summary>
    public bool IsPartial { get; init; }

    public MetricsProblem? Problem { get; init; }

    /// <summary>Whether the same may succeed in a moment.</summary>
    public bool IsTransient { get; init; }

    /// <summary>What the server asks to wait.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public static PrometheusAnswer Failed(string what, string next = "", bool isTransient = false, bool isInput = false) =>
        new(default, []) { Problem = new MetricsProblem(what, next, isInput), IsTransient = isTransient };
}
