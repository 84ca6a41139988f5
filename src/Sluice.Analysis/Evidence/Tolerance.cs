namespace Sluice.Analysis.Evidence;

/// <summary>The candidate's slow answers where it may be slower by a factor.</summary>
/// <param name="Worse">Those beyond all that is tolerated: evidence that it is worse.</param>
/// <param name="Good">Those beyond what is surely tolerated: evidence that it is not.</param>
internal readonly record struct Tolerance(double Worse, double Good);
