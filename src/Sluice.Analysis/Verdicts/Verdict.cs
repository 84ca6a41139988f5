namespace Sluice.Analysis;

/// <summary>An answer with every number that a person needs to agree or disagree.</summary>
/// <param name="Decision">What the gate says.</param>
/// <param name="Reason">Why, in a sentence.</param>
public sealed record Verdict(Decision Decision, string Reason)
{
    /// <summary>The gate's name.</summary>
    public string Gate { get; init; } = "";

    /// <summary>Time of the sample that was answered.</summary>
    public TimeSpan Time { get; init; }

    /// <summary>The step, from 0.</summary>
    public int Step { get; init; }

    /// <summary>The metric that decided or stands in the way; <see langword="null"/> where none does.</summary>
    public string? Metric { get; init; }

    /// <summary>Natural logarithm of the evidence against the candidate over all metrics; <see langword="null"/> for gates that weigh none.</summary>
    public double? LogEvidence { get; init; }

    /// <summary>What <see cref="LogEvidence"/> must reach for a rollback: ln(1/α).</summary>
    public double? LogEvidenceBound { get; init; }

    /// <summary>What <see cref="MetricVerdict.LogPromotionEvidence"/> of every metric must reach for a pass: ln(1/α_p).</summary>
    public double? LogPromotionBound { get; init; }

    /// <summary>Each metric's part.</summary>
    public IReadOnlyList<MetricVerdict> Metrics { get; init; } = [];

    /// <summary>What is still needed to pass; <see langword="null"/> where nothing is or more of it would not help.</summary>
    public Need? Need { get; init; }

    /// <summary>What somebody should mend or know: buckets too wide, restarts, a source that does not answer.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    public override string ToString() => VerdictText.Of(this);
}

/// <summary>One metric's part in a verdict.</summary>
/// <param name="Name"><c>errors</c>, or <c>latency &gt; 0.25 s</c>, or the name of a check.</param>
public sealed record MetricVerdict(string Name)
{
    /// <summary>Requests and bad ones of the candidate that were counted.</summary>
    public Counts Candidate { get; init; }

    /// <summary>Requests and bad ones of stable that were counted.</summary>
    public Counts Baseline { get; init; }

    /// <summary>Candidate's rate over stable's, smoothed where stable has no bad answers; <see langword="null"/> where there is nothing to compare.</summary>
    public double? Ratio { get; init; }

    /// <summary>The ratios that are compatible with everything seen, at 95 %, whenever one looks; the upper end may be infinite.</summary>
    public RatioInterval? Interval { get; init; }

    /// <summary>Natural logarithm of this metric's evidence against the candidate, before it is weighted.</summary>
    public double? LogEvidence { get; init; }

    /// <summary>Natural logarithm of the evidence that the candidate is within the step's margin.</summary>
    public double? LogPromotionEvidence { get; init; }

    /// <summary>How much higher than stable's the rate of a passed candidate may be in this step, 0–1.</summary>
    public double? Margin { get; init; }

    /// <summary>Weight of this metric in the evidence of all, 0–1.</summary>
    public double? Weight { get; init; }

    /// <summary>Size of clusters that is reckoned with.</summary>
    public double? Kappa { get; init; }

    /// <summary>The ratio of rates that counts as not worse.</summary>
    public double? Rho0 { get; init; }

    /// <summary>The value that a gate with bounds looked at.</summary>
    public double? Value { get; init; }

    /// <summary>The bounds it was held against, in words.</summary>
    public string? Allowed { get; init; }

    /// <summary>What is still needed for this metric; <see langword="null"/> where nothing is.</summary>
    public Need? Need { get; init; }
}

/// <summary>An interval of ratios of rates.</summary>
/// <param name="Lower">0 or more.</param>
/// <param name="Upper">May be infinite.</param>
public readonly record struct RatioInterval(double Lower, double Upper);

/// <summary>What is still needed for a pass if the candidate is as good as stable.</summary>
/// <param name="CandidateRequests">So many more requests to the candidate.</param>
/// <param name="Time">How long that takes at the traffic seen so far; <see langword="null"/> where there is none.</param>
public readonly record struct Need(double CandidateRequests, TimeSpan? Time);
