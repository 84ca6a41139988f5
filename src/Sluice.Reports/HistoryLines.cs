using System.Globalization;
using Sluice.Rollouts.Ledger;

namespace Sluice.Reports;

/// <summary>An environment's ledger in lines for people, newest first. Pure.</summary>
public static class HistoryLines
{
    /// <summary>Older entries are in the JSON file.</summary>
    public const int MaximumEntries = 20;

    /// <param name="environment">Name of the environment.</param>
    /// <param name="ledger">Its ledger, newest last.</param>
    /// <param name="stored">Keys of the releases whose objects are stored.</param>
    public static IReadOnlyList<string> Describe(string environment, IReadOnlyList<LedgerEntry> ledger, IReadOnlySet<string> stored) => ledger.Count == 0
        ? [$"{environment}: the ledger has no release yet."]
        :
        [
            $"{environment}:",
            .. ledger.Reverse().Take(MaximumEntries).SelectMany(entry => Entry(entry, stored)),
            .. ledger.Count > MaximumEntries ? new[] { $"  and {ledger.Count - MaximumEntries} older; --json FILE writes all" } : [],
        ];

    /// <summary>How an entry ended, in a word or two.</summary>
    internal static string Word(LedgerEntry entry) => (entry.Outcome, entry.ReturnedTo) switch
    {
        (LedgerOutcome.Succeeded, 0) => "succeeded",
        (LedgerOutcome.Failed, 0) => "failed",
        (LedgerOutcome.Interrupted, 0) => "was interrupted",
        (LedgerOutcome.Running, 0) => "has not ended",
        (LedgerOutcome.Succeeded, var release) => Number($"brought release {release} back"),
        (LedgerOutcome.Failed, var release) => Number($"failed to bring release {release} back"),
        (LedgerOutcome.Interrupted, var release) => Number($"was interrupted on the way back to release {release}"),
        (_, var release) => Number($"is on the way back to release {release}"),
    };

    private static IEnumerable<string> Entry(LedgerEntry entry, IReadOnlySet<string> stored)
    {
        var commit = entry.Commit.Length == 0 ? "" : $"  commit {entry.Commit[..Math.Min(12, entry.Commit.Length)]}";
        var way = entry.ReturnedTo > 0 || entry.Outcome != LedgerOutcome.Succeeded ? "" : stored.Contains(entry.Stored) ? "  stored" : "  not stored";
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"  {entry.Number,3}  {entry.EndedAt.ToUniversalTime():yyyy-MM-dd HH:mm:ss}Z  {entry.Version}  {Word(entry)}  by {entry.Author}{commit}{way}");
        if (entry.Reason.Length > 0)
        {
            yield return $"       {entry.Reason}";
        }

        yield return $"       {string.Join("  ", entry.Services.Select(service => $"{service.Name} {StatusLines.ShortDigest(service.Image)}"))}";
    }

    private static string Number(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
