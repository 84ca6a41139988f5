namespace Sluice.Reports.Ci;

/// <summary>Lines between which a build server folds what is printed.</summary>
public interface IPhaseMarks
{
    /// <summary>What begins a phase; the one before has ended.</summary>
    IReadOnlyList<string> Begin(string phase);

    /// <summary>What ends the phase that began last.</summary>
    IReadOnlyList<string> End();
}
