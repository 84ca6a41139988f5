using System.Globalization;
using Sluice.Model;

namespace Sluice.Load;

/// <summary>Says to people what a load is and what came of it. Pure.</summary>
public static class LoadLines
{
    /// <summary>Longer than this behind the schedule, the figures tell of this machine.</summary>
    private static readonly TimeSpan s_lateness = TimeSpan.FromMilliseconds(250);

    /// <summary>One line before it starts.</summary>
    public static string Announce(string service, LoadPlan plan) => string.Create(
        CultureInfo.InvariantCulture,
        $"{service}: {plan.Rate:0.##} requests per second to {plan.Target} for {DurationText.Format(plan.Duration)}, {plan.KeepAlive} of them on kept connections");

    /// <summary>One line while it runs.</summary>
    public static string Describe(string service, LoadProgress progress) => string.Create(
        CultureInfo.InvariantCulture,
        $"{service}: {progress.Elapsed.TotalSeconds:0} s, {progress.Ended} requests, {progress.Failed} failed");

    /// <summary>All of it when it has ended.</summary>
    public static IEnumerable<string> Describe(string service, LoadReport report)
    {
        var cut = report.IsWhole ? "" : $" of {report.Plan.Requests} planned, then it was ended";
        yield return string.Create(CultureInfo.InvariantCulture, $"{service}: {report.Sent} requests in {report.Took.TotalSeconds:0.0} s{cut}, {report.Failed} failed");
        foreach (var use in report.Uses)
        {
            var reasons = string.Join(", ", use.Failures.Select(failure => string.Create(CultureInfo.InvariantCulture, $"{failure.Count} {failure.Reason}")));
            yield return string.Create(CultureInfo.InvariantCulture, $"  {Name(use.Use),-16} {use.Sent,8} sent {use.Failed,6} failed{(reasons.Length > 0 ? $" ({reasons})" : "")}");
            if (use.Latency is { } latency)
            {
                yield return $"    p50 {Milliseconds(latency.P50)}  p90 {Milliseconds(latency.P90)}  p99 {Milliseconds(latency.P99)}  p99.9 {Milliseconds(latency.P999)}  max {Milliseconds(latency.Max)}";
            }
        }

        foreach (var revision in report.Revisions)
        {
            var latency = revision.Latency is { } known ? $"  p50 {Milliseconds(known.P50)}  p99 {Milliseconds(known.P99)}" : "";
            yield return string.Create(CultureInfo.InvariantCulture, $"  revision {revision.Revision}: {revision.Answers} answers, {revision.Failed} failed{latency}");
        }

        if (report.Latest > s_lateness)
        {
            yield return $"  This machine was up to {Milliseconds(report.Latest)} behind the schedule, which is part of the latencies: send less, or from a machine with less to do.";
        }
    }

    private static string Name(ConnectionUse use) => use == ConnectionUse.New ? "new connections" : "kept connections";

    private static string Milliseconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0.0} ms");
}
