namespace Sluice.Analysis.Evidence;

/// <summary>How one metric is tested.</summary>
/// <param name="Name">For people: <c>errors</c>, <c>latency &gt; 0.25 s</c>.</param>
internal sealed record MetricSettings(string Name)
{
    /// <summary>Effects that are bet on, as multiples of the null's ratio; all above 1.</summary>
    public required double[] Effects { get; init; }

    /// <summary>Mean size of clusters, 1 or more.</summary>
    public double Kappa { get; init; } = 1;

    /// <summary>Ratio that is not worse.</summary>
    public double Rho0 { get; init; } = 1;

    /// <summary>Difference that is not worse.</summary>
    public double Delta { get; init; }

    /// <summary>The share that is still good where stable has no traffic; 0: not judged there.</summary>
    public double Objective { get; init; }

    /// <summary>Margin of a promotion for each step.</summary>
    public required double[] Margins { get; init; }

    /// <summary>Margins where there is little traffic; <see langword="null"/> where that makes no difference.</summary>
    public double[]? WideMargins { get; init; }

    /// <summary>This metric's weight in the evidence of all.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>Stable's traffic before the rollout.</summary>
    public Counts Prior { get; init; }

    /// <summary>How many steps the rollout has.</summary>
    public int Steps => Margins.Length;
}
