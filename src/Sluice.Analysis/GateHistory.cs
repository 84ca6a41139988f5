namespace Sluice.Analysis;

/// <summary>What stable's own traffic said before the rollout began.</summary>
public sealed record GateHistory
{
    /// <summary>Its requests and bad answers.</summary>
    public Counts Errors { get; init; }

    /// <summary>How its bad answers cluster and its pods differ; <see langword="null"/> where it was watched for less than 30 min.</summary>
    public BaselineTraits? ErrorTraits { get; init; }

    /// <summary>Bounds of its durations in seconds, rising; empty where there are none.</summary>
    public IReadOnlyList<double> Bounds { get; init; } = [];

    /// <summary>Its durations, over <see cref="Bounds"/>.</summary>
    public Histogram Latency { get; init; }

    /// <summary>As <see cref="ErrorTraits"/>, for the answers above each of <see cref="Bounds"/>; empty where unknown.</summary>
    public IReadOnlyList<BaselineTraits> LatencyTraits { get; init; } = [];
}

/// <summary>What was fitted to stable's pods.</summary>
/// <param name="Phi">Over-dispersion φ̂ of bad answers among pods, 0 or more; 1 for independent ones.</param>
/// <param name="Kappa">Mean size of clusters κ̂, 1 or more.</param>
/// <param name="Tau">How much pods differ by themselves: τ̂, 0 or more.</param>
/// <param name="Autocorrelation">Of the shares of neighbouring blocks, −1 to 1.</param>
public sealed record BaselineTraits(double Phi, double Kappa, double Tau, double Autocorrelation)
{
    /// <summary>Neighbours that resemble each other so much are too short.</summary>
    private const double Tolerated = 0.1;

    /// <summary>How many blocks <see cref="Autocorrelation"/> was taken from; 0 where nobody knows.</summary>
    public int Blocks { get; init; }

    /// <summary>Neighbouring blocks resemble each other by more than what chance does to so few of them: its standard error is 1/√n.</summary>
    public bool AreBlocksCorrelated => Autocorrelation > (Blocks > 0 ? Math.Max(Tolerated, 2 / Math.Sqrt(Blocks)) : Tolerated);
}
