using Sluice.Model.Versions;

namespace Sluice.Supply.Promotion;

/// <summary>What is promoted, if anything.</summary>
public abstract record PromotionDecision
{
    private PromotionDecision()
    {
    }

    /// <summary>The images of this record.</summary>
    /// <param name="Record">Proves that they succeeded.</param>
    /// <param name="Passed">Newer pre-releases that are not taken, and why: one line each.</param>
    public sealed record Taken(PromotionRecord Record, IReadOnlyList<string> Passed) : PromotionDecision;

    /// <summary>Nothing.</summary>
    /// <param name="Reason">What and why, in lines for people.</param>
    /// <param name="Newest">The newest pre-release of the version that the registry knows; <see langword="null"/> for none.</param>
    public sealed record Refused(string Reason, ReleaseVersion? Newest) : PromotionDecision;

    /// <summary>The registry did not answer.</summary>
    /// <param name="Reason">Why, in whole sentences.</param>
    public sealed record Unknown(string Reason) : PromotionDecision;
}
