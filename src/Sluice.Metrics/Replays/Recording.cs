using Sluice.Analysis;

namespace Sluice.Metrics.Replays;

/// <summary>What both sides of a comparison answered, interval by interval.</summary>
/// <param name="Rows">Rising in time.</param>
public sealed record Recording(IReadOnlyList<RecordedInterval> Rows)
{
    /// <summary>Nobody takes a first row after ten minutes, in seconds.</summary>
    private const double LongestFirst = 600;

    /// <summary>Whether there are durations.</summary>
    public bool HasLatency => Rows.Any(row => row.Latency is not null);

    /// <summary>When it began, by its own clock: at 0, or, where its clock is that of a wall or a part was cut out, one interval before the end of its first row.</summary>
    public double Begin
    {
        get
        {
            var first = Rows.Count == 0 ? 0 : Rows[0].Seconds;
            var interval = Rows.Count < 2 ? 0 : Rows[1].Seconds - first;
            return first > Math.Max(LongestFirst, 10 * interval) ? first - interval : 0;
        }
    }

    /// <summary>The candidate's part of all requests in percent, above 0 and below 100; 100 where stable had none.</summary>
    public double CandidateShare
    {
        get
        {
            var (candidate, stable) = (Rows.Sum(row => row.Errors.Candidate.Requests), Rows.Sum(row => row.Errors.Baseline.Requests));
            return stable <= 0 ? 100 : Math.Clamp(candidate / (candidate + stable) * 100, 0.01, 99.99);
        }
    }
}

/// <summary>What came since the row before.</summary>
/// <param name="Seconds">When it ended, by the recording's clock.</param>
/// <param name="Errors">Requests and bad answers.</param>
/// <param name="Latency">Durations; <see langword="null"/> where there are none.</param>
public sealed record RecordedInterval(double Seconds, Arms Errors, LatencyArms? Latency = null);
