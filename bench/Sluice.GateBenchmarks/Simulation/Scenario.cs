namespace Sluice.GateBenchmarks.Simulation;

/// <summary>What traffic is made of. Everything that is not named is the setting of the main table: errors, 50 requests/s, 10 % weight, a look every 5 s for an hour.</summary>
/// <param name="Name">Names the random numbers too: two scenarios never share them.</param>
/// <param name="CandidateErrors">Share of the candidate's requests that fail.</param>
internal sealed record Scenario(string Name, double CandidateErrors)
{
    public double BaselineErrors { get; init; } = 0.005;

    public double RequestsPerSecond { get; init; } = 50;

    /// <summary>Share of traffic that the candidate gets, from a second on.</summary>
    public IReadOnlyList<(double FromSecond, double Weight)> Weights { get; init; } = [(0, 0.10)];

    public double LookEverySeconds { get; init; } = 5;

    public double Seconds { get; init; } = 3600;

    public Clustering Clustering { get; init; } = Clustering.None;

    /// <summary>When both arms fail alike.</summary>
    public IReadOnlyList<Outage> Outages { get; init; } = [];

    /// <summary>Absent: no latencies are simulated.</summary>
    public LatencyModel? Latency { get; init; }

    /// <summary>When the candidate turns bad; before, it is as the baseline.</summary>
    public double WorseFromSecond { get; init; }

    /// <summary>How long the baseline was watched before, a day; 0: not at all.</summary>
    public double HistorySeconds { get; init; } = 86_400;

    /// <summary>Replicas that serve the baseline in that time.</summary>
    public int BaselinePods { get; init; } = 9;

    public int Looks => (int)Math.Round(Seconds / LookEverySeconds);

    /// <summary>Whether a rollback would be wrong.</summary>
    public bool IsNull => CandidateErrors <= BaselineErrors && Latency is null or { Slowdown: <= 1 };

    public double WeightAt(double second) => Weights.Last(step => step.FromSecond <= second).Weight;
}

/// <summary>Failures that come together: one cause fails several requests of the same pod.</summary>
/// <param name="MeanSize">Requests per cause, geometric; 1 = independent.</param>
/// <param name="SpreadSeconds">How long after its cause a request may still fail.</param>
/// <param name="DriftDeviation">Standard deviation of the logarithm of a factor on both arms' failure rates.</param>
/// <param name="DriftSeconds">How long that factor remembers.</param>
internal sealed record Clustering(double MeanSize, double SpreadSeconds, double DriftDeviation, double DriftSeconds)
{
    public static Clustering None { get; } = new(1, 0, 0, 1);

    /// <summary>"Clustered" of the main table: three per cause on average, over 10 s, and a drift that both arms share.</summary>
    public static Clustering Usual { get; } = new(3, 10, 0.3, 300);
}

/// <summary>Both arms fail alike for a while.</summary>
internal sealed record Outage(double FromSecond, double Seconds, double ErrorRate);
