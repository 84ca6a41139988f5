namespace Sluice.Analysis;

/// <summary>What a gate says about a step.</summary>
public enum Decision
{
    /// <summary>Nothing is certain yet: look again.</summary>
    Continue,

    /// <summary>The candidate may leave this step.</summary>
    Pass,

    /// <summary>The candidate is worse: take it back.</summary>
    Rollback,

    /// <summary>It cannot tell, and never will by itself. Not a pass.</summary>
    Inconclusive,
}

/// <summary>What a gate answers to one sample.</summary>
/// <param name="Decision">What it says about the step.</param>
/// <param name="Problem">What is wrong with the sample, which was not counted then; <see langword="null"/> if nothing is.</param>
public readonly record struct Answer(Decision Decision, string? Problem = null);
