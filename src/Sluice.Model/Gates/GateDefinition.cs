namespace Sluice.Model.Gates;

/// <summary>A judge over a candidate, as configured.</summary>
/// <param name="Name">Its name in <c>sluice.yaml</c>.</param>
public abstract record GateDefinition(string Name)
{
    /// <summary>Where its numbers come from; <see langword="null"/> for what the environment says.</summary>
    public MetricsSource? Source { get; init; }

    /// <summary>How requests and bad answers are counted; <see langword="null"/> where it does not look at errors.</summary>
    public ErrorMetric? Errors { get; init; }

    /// <summary>How durations are counted; <see langword="null"/> where it does not look at them.</summary>
    public LatencyMetric? Latency { get; init; }

    /// <summary>How long it looks at least before it lets a candidate pass.</summary>
    public TimeSpan Dwell { get; init; } = GateDefaults.Dwell;

    /// <summary>After this without a decision it is inconclusive, never passed.</summary>
    public TimeSpan Deadline { get; init; } = GateDefaults.Deadline;
}

/// <summary>No judge: a step that says so passes when the candidate is ready.</summary>
public sealed record NoGate : GateDefinition
{
    /// <summary>The word that stands for no gate in <c>sluice.yaml</c>.</summary>
    public const string Keyword = "none";

    private NoGate()
        : base(Keyword)
    {
    }

    public static NoGate Instance { get; } = new();
}

/// <summary>The sequential test of candidate against stable: may look at any time, keeps both error probabilities.</summary>
/// <param name="Name">Its name.</param>
public sealed record EvidenceGate(string Name) : GateDefinition(Name)
{
    /// <summary>Probability of ever rolling back a candidate that is not worse; 0.0001 to 0.5.</summary>
    public double Alpha { get; init; } = GateDefaults.Alpha;

    /// <summary>Probability of ever passing a candidate that is worse than a step's margin; 0.0001 to 0.5.</summary>
    public double AlphaPromote { get; init; } = GateDefaults.AlphaPromote;

    /// <summary>Mean size of the clusters in which errors come, 1–100; <see langword="null"/>: estimated from the baseline's own traffic.</summary>
    public double? Kappa { get; init; }

    /// <summary>Ratio of rates that is not worse, 0–10; 0 judges against <see cref="Delta"/> alone; <see langword="null"/>: estimated from how much pods differ.</summary>
    public double? Rho0 { get; init; } = GateDefaults.Rho0;

    /// <summary>Difference of error rates that is not worse, 0–1.</summary>
    public double Delta { get; init; } = GateDefaults.Delta;

    /// <summary>Slow-down that is not worse, as a factor of durations, 1–10.</summary>
    public double LatencyFactor { get; init; } = GateDefaults.LatencyFactor;

    /// <summary>Length of the blocks of the robust half, in seconds, 5–600.</summary>
    public int BlockSeconds { get; init; } = GateDefaults.BlockSeconds;

    /// <summary>The first part of every new pod's life that is not counted, 0 to 10 min.</summary>
    public TimeSpan WarmUp { get; init; } = GateDefaults.WarmUp;

    /// <summary>How much worse a passed candidate may be.</summary>
    public MarginDefinition Margins { get; init; } = GateDefaults.Margins;

    /// <summary>What is judged against where stable has no traffic; <see langword="null"/> where nothing is.</summary>
    public SloDefinition? Slo { get; init; }

    /// <summary>What is done with too little traffic; <see langword="null"/>: nothing, it ends inconclusive.</summary>
    public LowTrafficDefinition? LowTraffic { get; init; }
}

/// <summary>Values against fixed bounds, a look at a time.</summary>
/// <param name="Name">Its name.</param>
public sealed record ThresholdGate(string Name) : GateDefinition(Name)
{
    /// <summary>Bounds of the share of bad answers, 0–1.</summary>
    public Bounds? ErrorShare { get; init; }

    /// <summary>Bounds of the share of slow answers, 0–1.</summary>
    public SlowBounds? SlowShare { get; init; }

    /// <summary>Bounds of the candidate's requests per second.</summary>
    public Bounds? RequestRate { get; init; }

    /// <summary>Time between two looks, 5 s to 1 h; each judges what came since the one before.</summary>
    public TimeSpan Interval { get; init; } = GateDefaults.Interval;

    /// <summary>A look at fewer requests counts neither as failed nor as passed; 1 to a billion.</summary>
    public int MinimumRequests { get; init; } = GateDefaults.MinimumRequests;

    /// <summary>Failed looks in a row that roll back, 1–100.</summary>
    public int Failures { get; init; } = GateDefaults.Failures;
}

/// <summary>How fast the candidate burns an error budget, over a long and a short window at once.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Objective">The share of answers that are good, above 0 and below 1 (<c>99.9%</c>).</param>
public sealed record SloBurnRateGate(string Name, double Objective) : GateDefinition(Name)
{
    /// <summary>Answers slower than this are bad too; <see langword="null"/>: only errors are.</summary>
    public TimeSpan? SlowerThan { get; init; }

    /// <summary>It rolls back when both windows of any pair burn faster than the pair allows.</summary>
    public IReadOnlyList<BurnRateWindow> Windows { get; init; } = GateDefaults.BurnRateWindows;

    /// <summary>Time between two looks, 5 s to 1 h.</summary>
    public TimeSpan Interval { get; init; } = GateDefaults.Interval;

    /// <summary>Fewer requests in a window decide nothing; 1 to a billion.</summary>
    public int MinimumRequests { get; init; } = GateDefaults.MinimumRequests;
}

/// <summary>The results of queries against bounds.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Checks">What is asked; never empty.</param>
public sealed record PromQlGate(string Name, IReadOnlyList<PromQlCheck> Checks) : GateDefinition(Name)
{
    /// <summary>Time between two looks, 5 s to 1 h.</summary>
    public TimeSpan Interval { get; init; } = GateDefaults.Interval;

    /// <summary>Failed looks in a row that roll back, 1–100.</summary>
    public int Failures { get; init; } = GateDefaults.Failures;
}
