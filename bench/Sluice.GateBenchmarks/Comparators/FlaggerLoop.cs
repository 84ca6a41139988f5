namespace Sluice.GateBenchmarks.Comparators;

/// <summary>A Flagger canary's analysis; the values are those of its tutorials.</summary>
internal sealed record FlaggerAnalysis
{
    public double IntervalSeconds { get; init; } = 60;

    /// <summary>After so many failed checks, in all, the canary is rolled back.</summary>
    public int Threshold { get; init; } = 5;

    public double MaxWeight { get; init; } = 0.50;

    public double StepWeight { get; init; } = 0.10;

    /// <summary>Weights step by step instead of <see cref="StepWeight"/>; empty: none.</summary>
    public IReadOnlyList<double> StepWeights { get; init; } = [];

    /// <summary>In percent, of the last minute.</summary>
    public double SuccessRateMinimum { get; init; } = 99;

    /// <summary>p99 of the last minute in seconds.</summary>
    public double DurationMaximum { get; init; } = 0.5;
}

/// <summary>What Flagger does after a check.</summary>
internal enum FlaggerAction
{
    None,
    Advance,
    Promote,
    Rollback,
}

/// <summary>Flagger's loop: at each tick all checks pass and the weight grows, or the tick counts as failed.</summary>
internal sealed class FlaggerLoop(FlaggerAnalysis analysis)
{
    private double _next = analysis.IntervalSeconds;
    private int _step;

    public int FailedChecks { get; private set; }

    /// <summary>The canary's share of traffic.</summary>
    public double Weight { get; private set; } = analysis.StepWeights.Count > 0 ? analysis.StepWeights[0] : analysis.StepWeight;

    public bool IsDue(double second) => second >= _next;

    /// <summary>One tick.</summary>
    /// <param name="successRate">In percent; <see langword="null"/> without values, which counts as a failed check.</param>
    /// <param name="duration">p99 in seconds; <see langword="null"/> where the metric is not configured.</param>
    public FlaggerAction Tick(double second, double? successRate, double? duration = null)
    {
        _next = second + analysis.IntervalSeconds;
        if (successRate is null || successRate < analysis.SuccessRateMinimum || duration > analysis.DurationMaximum)
        {
            FailedChecks++;
            return FailedChecks >= analysis.Threshold ? FlaggerAction.Rollback : FlaggerAction.None;
        }

        return Raise() ? FlaggerAction.Advance : FlaggerAction.Promote;
    }

    private bool Raise()
    {
        if (analysis.StepWeights.Count > 0)
        {
            if (++_step >= analysis.StepWeights.Count)
            {
                return false;
            }

            Weight = analysis.StepWeights[_step];
            return true;
        }

        if (Weight >= analysis.MaxWeight)
        {
            return false;
        }

        Weight = Math.Min(analysis.MaxWeight, Weight + analysis.StepWeight);
        return true;
    }
}
