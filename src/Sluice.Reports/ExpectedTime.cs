using Sluice.Rollouts.Ledger;

namespace Sluice.Reports;

/// <summary>How long a deploy or a return will take, by those before it. Pure.</summary>
public static class ExpectedTime
{
    /// <summary>Older ones tell little of today's.</summary>
    private const int MaximumEntries = 5;

    /// <summary>The median of the last ones that succeeded; <see langword="null"/> when there was none.</summary>
    /// <param name="entries">The ledger, newest last.</param>
    /// <param name="isReturn">Whether returns are asked for instead of deploys.</param>
    public static TimeSpan? Of(IReadOnlyList<LedgerEntry> entries, bool isReturn)
    {
        TimeSpan[] taken =
        [
            .. entries.Reverse()
                .Where(entry => entry.Outcome == LedgerOutcome.Succeeded && entry.ReturnedTo > 0 == isReturn && entry.EndedAt > entry.StartedAt)
                .Take(MaximumEntries)
                .Select(entry => entry.EndedAt - entry.StartedAt)
                .Order(),
        ];
        return taken.Length == 0 ? null : taken[taken.Length / 2];
    }
}
