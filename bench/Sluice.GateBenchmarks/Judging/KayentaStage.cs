using Sluice.GateBenchmarks.Comparators;
using Sluice.GateBenchmarks.Simulation;

namespace Sluice.GateBenchmarks.Judging;

/// <summary>
/// A canary stage with Kayenta's judge: a value per minute and arm, judged every five minutes over all minutes of the step,
/// for the first time when there are ten. The metrics (error rate, and p95 where there are latencies) may only not increase.
/// </summary>
internal sealed class KayentaStage(Scenario scenario, bool isRamp) : IJudge
{
    private const int JudgeEveryMinutes = 5;
    private const int FirstAfterMinutes = 10;
    private static readonly KayentaThresholds Thresholds = new(Pass: 95, Marginal: 75);
    private static readonly Dictionary<string, double> NoWeights = [];
    private readonly Minutes _minutes = new();
    private readonly List<Series> _series = scenario.Latency is { } latency
        ? [Errors(), new(Metric("p95"), arm => arm.Quantile(0.95, latency.Bounds))]
        : [Errors()];

    public Ruling Observe(in Look look)
    {
        if (!_minutes.Add(look))
        {
            return Ruling.Continue;
        }

        foreach (var series in _series)
        {
            series.Canary.Add(series.Read(_minutes.Candidate) ?? double.NaN);
            series.Baseline.Add(series.Read(_minutes.Baseline) ?? double.NaN);
        }

        var minutes = _series[0].Canary.Count;
        return minutes >= FirstAfterMinutes && minutes % JudgeEveryMinutes == 0 ? Judge() : Ruling.Continue;
    }

    private Ruling Judge()
    {
        List<(KayentaMetric, KayentaLabel)> results =
            [.. _series.Select(series => (series.Metric, KayentaJudge.Classify(series.Metric, series.Canary, series.Baseline)))];
        if (KayentaJudge.Decide(KayentaJudge.Score(results, NoWeights), Thresholds) == KayentaVerdict.Fail)
        {
            return Ruling.Rollback;
        }

        if (isRamp)
        {
            foreach (var series in _series)
            {
                series.Canary.Clear();
                series.Baseline.Clear();
            }
        }

        return Ruling.Advance;
    }

    private static Series Errors() => new(Metric("error rate"), arm => arm.ErrorRate);

    private static KayentaMetric Metric(string name) => new(name, name, KayentaDirection.Increase) { ReplacesNaN = true };

    private sealed record Series(KayentaMetric Metric, Func<Minutes.Arm, double?> Read)
    {
        public List<double> Canary { get; } = [];

        public List<double> Baseline { get; } = [];
    }
}
