using System.Globalization;

namespace Sluice.Analysis;

/// <summary>Finds what cannot be in a sample.</summary>
public static class SampleCheck
{
    /// <summary>What is wrong with a sample after one that ended at <paramref name="last"/>, in a rollout of so many steps; <see langword="null"/> if nothing is.</summary>
    public static string? ProblemOf(in GateSample sample, TimeSpan? last, int steps)
    {
        if (last is { } before ? sample.Time <= before : sample.Time < TimeSpan.Zero)
        {
            return last is { } end
                ? Text($"its time, {sample.Time.TotalSeconds} s, is not after the sample before, {end.TotalSeconds} s")
                : Text($"its time, {sample.Time.TotalSeconds} s, is before the gate began");
        }

        if (sample.From is { } from && (from > sample.Time || (last is { } previous && from < previous)))
        {
            return Text($"it begins at {from.TotalSeconds} s, which is {(from > sample.Time ? "after its own end" : "before the end of the sample before")}");
        }

        if (sample.Step < 0 || sample.Step >= steps)
        {
            return Text($"it belongs to step {sample.Step}, and there are steps 0 to {steps - 1}");
        }

        if (!(sample.Weight >= 0 && sample.Weight <= 100))
        {
            return Text($"its weight is {sample.Weight}; 0 to 100 (percent) is allowed");
        }

        if (sample.CandidateRestarts < 0)
        {
            return "its restarts are negative";
        }

        return (sample.Errors is { } errors ? ProblemOf(errors.Candidate, "the candidate's") ?? ProblemOf(errors.Baseline, "stable's") : null)
            ?? (sample.Latency is { } latency ? ProblemOf(latency) : null);
    }

    /// <summary>What is wrong with two counts; <see langword="null"/> if nothing is.</summary>
    public static string? ProblemOf(Counts counts, string whose)
    {
        var (requests, bad) = counts;
        return !double.IsFinite(requests) || !double.IsFinite(bad) ? $"{whose} counts are not finite numbers"
            : requests < 0 || bad < 0 ? Text($"{whose} counts went back ({requests} requests, {bad} bad); increments are 0 or more")
            : bad > requests ? Text($"{whose} bad requests ({bad}) are more than all of its requests ({requests})")
            : null;
    }

    private static string? ProblemOf(LatencyArms latency)
    {
        var bounds = latency.Bounds.Span;
        for (var i = 0; i < bounds.Length; i++)
        {
            if (!double.IsFinite(bounds[i]) || (i > 0 && bounds[i] <= bounds[i - 1]))
            {
                return "the bounds of its histogram are not rising numbers";
            }
        }

        return ProblemOf(latency.Candidate, bounds.Length, "the candidate's") ?? ProblemOf(latency.Baseline, bounds.Length, "stable's");
    }

    private static string? ProblemOf(Histogram histogram, int bounds, string whose)
    {
        var cumulative = histogram.Cumulative.Span;
        if (cumulative.Length != bounds)
        {
            return Text($"{whose} histogram has {cumulative.Length} buckets for {bounds} bounds");
        }

        if (!(histogram.Requests >= 0) || !double.IsFinite(histogram.Requests))
        {
            return Text($"{whose} histogram counts {histogram.Requests} durations; 0 or more is allowed");
        }

        var below = 0.0;
        foreach (var count in cumulative)
        {
            if (!double.IsFinite(count) || count < below)
            {
                return Text($"{whose} histogram falls from {below} to {count} at a higher bound; its buckets are cumulative");
            }

            below = count;
        }

        // Sums of several series may differ in the last digit.
        return below > histogram.Requests * (1 + 1e-9)
            ? Text($"{whose} histogram has more durations below a bound ({below}) than in all ({histogram.Requests})")
            : null;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
