namespace Sluice.Analysis;

/// <summary>What was counted since the sample before, on both sides.</summary>
/// <param name="Time">End of the interval, since the gate began to look (0 is when the first step had its weight).</param>
/// <param name="Step">The step that the rollout is in, from 0.</param>
/// <param name="Weight">Share of the traffic that the candidate is really served, in percent, 0–100.</param>
public readonly record struct GateSample(TimeSpan Time, int Step = 0, double Weight = 0)
{
    /// <summary>Begin of the interval; <see langword="null"/>: the time of the sample before, 0 for the first.</summary>
    public TimeSpan? From { get; init; }

    /// <summary>Requests and bad answers; <see langword="null"/> where nobody could tell, which is not the same as none.</summary>
    public Arms? Errors { get; init; }

    /// <summary>Durations; <see langword="null"/> where nobody could tell.</summary>
    public LatencyArms? Latency { get; init; }

    /// <summary>Results of queries, for gates that ask some.</summary>
    public IReadOnlyList<QueryResult>? Queries { get; init; }

    /// <summary>Restarts of the candidate's containers in the interval: a crash-looping candidate hides its own errors.</summary>
    public int CandidateRestarts { get; init; }

    /// <summary>
    /// Everything in it was counted after the step's weight was in force. Otherwise the first sample of a step is taken for
    /// one that straddles the change, and dropped.
    /// </summary>
    public bool Settled { get; init; }

    /// <summary>Why there are no numbers, where their source could not be asked; <see langword="null"/> where it could.</summary>
    public string? SourceProblem { get; init; }
}

/// <summary>The two sides of a comparison.</summary>
public readonly record struct Arms(Counts Candidate, Counts Baseline);

/// <summary>Increments of two counters.</summary>
/// <param name="Requests">All requests, 0 or more.</param>
/// <param name="Bad">The bad ones among them, 0 to <paramref name="Requests"/>.</param>
public readonly record struct Counts(double Requests, double Bad)
{
    /// <summary>Share of bad ones, 0–1; NaN without requests.</summary>
    public double Rate => Bad / Requests;

    public static Counts operator +(Counts left, Counts right) => new(left.Requests + right.Requests, left.Bad + right.Bad);

    public static Counts Add(Counts left, Counts right) => left + right;
}
