using Sluice.GateBenchmarks.Simulation;

namespace Sluice.GateBenchmarks.Measuring;

/// <summary>Everything that was measured.</summary>
internal sealed record Figures(
    IReadOnlyList<MainColumn> Main,
    IReadOnlyList<BoundFigure> Bounds,
    IReadOnlyList<HistoryFigure> Histories,
    IReadOnlyList<SituationFigure> Situations,
    IReadOnlyList<RampFigure> Ramps,
    GateCost Cost);

/// <summary>A rate and kind of traffic of the main table; one outcome per judge.</summary>
internal sealed record MainColumn(bool IsClustered, double CandidateErrors, IReadOnlyList<Outcomes> Judges)
{
    public bool IsNull => CandidateErrors <= 0.005;
}

/// <summary>Detection of independent failures against ln(1/α)/KL.</summary>
internal sealed record BoundFigure(double CandidateErrors, double BoundSeconds, IReadOnlyList<Outcomes> Judges);

/// <summary>Our gate on the main table's traffic, after the baseline was watched for so long: one outcome per rate, the null's last.</summary>
internal sealed record HistoryFigure(string Name, bool IsClustered, IReadOnlyList<Outcomes> Rates);

/// <summary>A situation; one outcome per judge.</summary>
internal sealed record SituationFigure(string Name, Scenario Scenario, IReadOnlyList<Outcomes> Judges);

/// <summary>A ramp that each judge drives by itself.</summary>
internal sealed record RampFigure(bool IsClustered, double CandidateErrors, IReadOnlyList<Outcomes> Judges);
