using Sluice.Rollouts.Ledger;

namespace Sluice.Rollouts.Rollback;

/// <summary>Which release to go back to.</summary>
public abstract record TargetChoice
{
    private TargetChoice()
    {
    }

    /// <summary>To the release that this entry is about.</summary>
    /// <param name="Target">The entry.</param>
    /// <param name="Skipped">Newer ones that were passed over, as their objects are not stored; newest first.</param>
    public sealed record Found(LedgerEntry Target, IReadOnlyList<LedgerEntry> Skipped) : TargetChoice
    {
        /// <summary>Newer ones that were passed over because they were rolled back before; newest first.</summary>
        public IReadOnlyList<LedgerEntry> OnHold { get; init; } = [];
    }

    /// <summary>There is none.</summary>
    /// <param name="Why">One sentence.</param>
    /// <param name="Possible">Releases that one could go to, newest first.</param>
    public sealed record None(string Why, IReadOnlyList<LedgerEntry> Possible) : TargetChoice;
}
