using Sluice.Model.Values;

namespace Sluice.Model.Gates;

/// <summary>
/// How much worse than stable a candidate may be and still pass, as a part of all requests. A step's margin is this budget
/// divided by the weight of the next step, so that no step exposes people to more than the budget.
/// </summary>
/// <param name="Errors">Of bad answers, above 0 and at most 20 %.</param>
/// <param name="Latency">Of slow answers, above 0 and at most 50 %.</param>
public sealed record MarginDefinition(Share Errors, Share Latency)
{
    /// <summary>Margin of the error rate for a step that leads to <paramref name="nextWeight"/> (percent, 1–100): 0–1.</summary>
    public double ErrorsBefore(int nextWeight) => Math.Min(1, Errors.Value * 100 / nextWeight);

    /// <summary>Margin of the share of slow answers for a step that leads to <paramref name="nextWeight"/> (percent, 1–100): 0–1.</summary>
    public double LatencyBefore(int nextWeight) => Math.Min(1, Latency.Value * 100 / nextWeight);
}

/// <summary>What is judged against where there is no baseline: at all of the traffic, at a first deploy.</summary>
/// <param name="Errors">Share of bad answers that is still good, above 0 and below 1; <see langword="null"/>: not judged.</param>
/// <param name="Slow">Share of slow answers that is still good; <see langword="null"/>: not judged.</param>
public sealed record SloDefinition(Share? Errors, SlowObjective? Slow);

/// <summary>At most <paramref name="Share"/> of the answers take longer than <paramref name="SlowerThan"/>.</summary>
/// <param name="SlowerThan">A bound of the histogram, 1 ms to 1 h.</param>
/// <param name="Share">Above 0 and below 1.</param>
public sealed record SlowObjective(TimeSpan SlowerThan, Share Share);

/// <summary>How a gate judges a trickle.</summary>
public enum LowTrafficForm
{
    /// <summary>Against stable, with wider margins.</summary>
    WiderMargins,

    /// <summary>Against the SLO.</summary>
    Slo,
}

/// <summary>What a gate does with too little traffic.</summary>
/// <param name="Below">Candidate requests per second below which this holds, above 0.</param>
/// <param name="Form">How it judges then.</param>
/// <param name="Margins">The wider margins; there exactly if the form is <see cref="LowTrafficForm.WiderMargins"/>.</param>
public sealed record LowTrafficDefinition(double Below, LowTrafficForm Form, MarginDefinition? Margins);
