namespace Sluice.GateBenchmarks.Comparators;

/// <summary>A metric of an Argo Rollouts AnalysisTemplate; the defaults are the documented ones.</summary>
internal sealed record ArgoMetric
{
    public double IntervalSeconds { get; init; } = 60;

    public double InitialDelaySeconds { get; init; }

    /// <summary>How many measurements; absent: until the rollout ends.</summary>
    public int? Count { get; init; }

    /// <summary>How many failed measurements are allowed; −1: any number.</summary>
    public int FailureLimit { get; init; }

    /// <summary>How many inconclusive ones are allowed; −1: any number.</summary>
    public int InconclusiveLimit { get; init; }

    /// <summary>How many errors in a row are allowed; −1: any number.</summary>
    public int ConsecutiveErrorLimit { get; init; } = 4;

    /// <summary>Whether a value is a success; absent: whatever does not fail.</summary>
    public Func<double, bool>? SuccessCondition { get; init; }

    /// <summary>Whether a value is a failure; absent: whatever is no success.</summary>
    public Func<double, bool>? FailureCondition { get; init; }
}

/// <summary>What an analysis run is at.</summary>
internal enum ArgoPhase
{
    Running,
    Successful,
    Failed,
    Inconclusive,
    Error,
}

/// <summary>Argo Rollouts' analysis loop for one metric: a measurement per interval, counters against limits.</summary>
internal sealed class ArgoAnalysis(ArgoMetric metric)
{
    private int _measurements, _failed, _inconclusive, _errorsInARow;
    private double _next = metric.InitialDelaySeconds;

    public ArgoPhase Phase { get; private set; }

    /// <summary>Whether a measurement is due.</summary>
    public bool IsDue(double second) => Phase == ArgoPhase.Running && second >= _next;

    /// <summary>Takes a measurement.</summary>
    /// <param name="value">What the query answers; <see langword="null"/> where it answers nothing, which is an error.</param>
    public ArgoPhase Measure(double second, double? value)
    {
        _next = second + metric.IntervalSeconds;
        Count(value);
        Phase = IsBeyond(_failed, metric.FailureLimit) ? ArgoPhase.Failed
            : IsBeyond(_inconclusive, metric.InconclusiveLimit) ? ArgoPhase.Inconclusive
            : IsBeyond(_errorsInARow, metric.ConsecutiveErrorLimit) ? ArgoPhase.Error
            : _measurements >= metric.Count ? ArgoPhase.Successful
            : ArgoPhase.Running;
        return Phase;
    }

    private static bool IsBeyond(int number, int limit) => limit >= 0 && number > limit;

    private void Count(double? value)
    {
        if (value is not { } known)
        {
            // An error is measured again; it does not use up the count.
            _errorsInARow++;
            return;
        }

        _errorsInARow = 0;
        _measurements++;
        var (succeeds, fails) = (metric.SuccessCondition?.Invoke(known), metric.FailureCondition?.Invoke(known));
        if (fails ?? !(succeeds ?? true))
        {
            _failed++;
        }
        else if (succeeds == false)
        {
            _inconclusive++;
        }
    }
}
