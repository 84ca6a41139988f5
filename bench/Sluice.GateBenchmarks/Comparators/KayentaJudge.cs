namespace Sluice.GateBenchmarks.Comparators;

/// <summary>The canary's score is compared with these: at least <paramref name="Pass"/>, at least <paramref name="Marginal"/>, else it fails.</summary>
internal sealed record KayentaThresholds(double Pass, double Marginal);

/// <summary>The outcome of a judgement.</summary>
internal enum KayentaVerdict
{
    Pass,
    Marginal,
    Fail,
}

/// <summary>Kayenta's NetflixACAJudge as Spinnaker's documentation describes it: Mann-Whitney per metric, a score per group, a weighted sum.</summary>
internal static class KayentaJudge
{
    /// <summary>Of the interval; not configurable there either.</summary>
    public const double Confidence = 0.98;

    /// <summary>The interval has to lie beyond this share of the estimated shift.</summary>
    public const double Tolerance = 0.25;

    public static KayentaLabel Classify(KayentaMetric metric, IReadOnlyList<double> canary, IReadOnlyList<double> baseline)
    {
        List<double> experiment = [.. Clean(metric, canary)], control = [.. Clean(metric, baseline)];
        if (experiment.Count == 0 || control.Count == 0)
        {
            return metric.MustHaveData ? KayentaLabel.NodataFailMetric : KayentaLabel.Nodata;
        }

        if (experiment.Order().SequenceEqual(control.Order()))
        {
            return KayentaLabel.Pass;
        }

        var interval = ShiftInterval.Of(experiment, control, Confidence);
        var band = Tolerance * Math.Abs(interval.Estimate);
        var (canaryMean, baselineMean) = (experiment.Average(), control.Average());
        var ratio = canaryMean == 0 || baselineMean == 0 ? double.NaN : canaryMean / baselineMean;
        if (metric.Direction != KayentaDirection.Decrease && interval.Lower > band && !(ratio < metric.AllowedIncrease))
        {
            return KayentaLabel.High;
        }

        return metric.Direction != KayentaDirection.Increase && interval.Upper < -band && !(ratio > metric.AllowedDecrease)
            ? KayentaLabel.Low
            : KayentaLabel.Pass;
    }

    /// <summary>The score, 0 to 100, of classified metrics.</summary>
    /// <param name="groupWeights">In percent; groups without one share what is left of 100.</param>
    public static double Score(
        IReadOnlyList<(KayentaMetric Metric, KayentaLabel Label)> results, IReadOnlyDictionary<string, double> groupWeights)
    {
        var isCritical = results.Any(result => result.Metric.IsCritical && result.Label is not (KayentaLabel.Pass or KayentaLabel.Nodata));
        if (isCritical || 2 * results.Count(result => result.Label == KayentaLabel.Nodata) >= results.Count)
        {
            return 0;
        }

        var groups = results.GroupBy(result => result.Metric.Group, result => result.Label).ToList();
        var unweighted = groups.Count(group => !groupWeights.ContainsKey(group.Key));
        var left = (100 - groupWeights.Values.Sum()) / Math.Max(1, unweighted);
        return groups.Sum(group => groupWeights.GetValueOrDefault(group.Key, left) / 100 * GroupScore([.. group]));
    }

    public static KayentaVerdict Decide(double score, KayentaThresholds thresholds) =>
        score >= thresholds.Pass ? KayentaVerdict.Pass : score >= thresholds.Marginal ? KayentaVerdict.Marginal : KayentaVerdict.Fail;

    private static double GroupScore(List<KayentaLabel> labels)
    {
        var counted = labels.Count(label => label != KayentaLabel.Nodata);
        return counted == 0 ? 100 : 100.0 * labels.Count(label => label == KayentaLabel.Pass) / counted;
    }

    private static IEnumerable<double> Clean(KayentaMetric metric, IEnumerable<double> values) => metric.ReplacesNaN
        ? values.Select(value => double.IsNaN(value) ? 0 : value)
        : values.Where(value => !double.IsNaN(value));
}
