namespace Sluice.Analysis.Evidence;

/// <summary>What a candidate is held against.</summary>
internal enum Measure
{
    /// <summary>Stable and the step's margin.</summary>
    Margin,

    /// <summary>Stable and a wider margin: there is little traffic.</summary>
    WideMargin,

    /// <summary>The objective: stable has no traffic, or there is little of it.</summary>
    Objective,
}
