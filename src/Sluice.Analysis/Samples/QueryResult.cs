namespace Sluice.Analysis;

/// <summary>What a query gave.</summary>
/// <param name="Check">Name of the check that asked.</param>
/// <param name="Values">The values of all series of the result; empty where there was none.</param>
public sealed record QueryResult(string Check, IReadOnlyList<double> Values)
{
    /// <summary>How old the newest value is; <see langword="null"/> where unknown.</summary>
    public TimeSpan? Age { get; init; }
}
