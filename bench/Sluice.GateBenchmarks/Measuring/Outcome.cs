namespace Sluice.GateBenchmarks.Measuring;

/// <summary>How one run ended for one judge.</summary>
/// <param name="RolledBackAt">Second of the rollback; +∞ without one.</param>
/// <param name="CompletedAt">Second at which a ramp had passed its last step; +∞ if it did not.</param>
/// <param name="CandidateBad">Requests that failed at the candidate until then.</param>
internal readonly record struct Outcome(double RolledBackAt, double CompletedAt, long CandidateBad);

/// <summary>What all runs of a scenario gave one judge.</summary>
internal sealed record Outcomes(string Judge, IReadOnlyList<Outcome> Runs)
{
    /// <summary>+∞ if a run had no rollback.</summary>
    public double MeanRollbackSeconds => Runs.Average(run => run.RolledBackAt);

    public MedianInterval RollbackSeconds => MedianInterval.Of(Runs.Select(run => run.RolledBackAt));

    public MedianInterval CandidateBad => MedianInterval.Of(Runs.Select(run => (double)run.CandidateBad));

    public ShareInterval RolledBack => ShareInterval.Of(Runs.Count(run => double.IsFinite(run.RolledBackAt)), Runs.Count);

    public ShareInterval Completed => ShareInterval.Of(Runs.Count(run => double.IsFinite(run.CompletedAt)), Runs.Count);
}
