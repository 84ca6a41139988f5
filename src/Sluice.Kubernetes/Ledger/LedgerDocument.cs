using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Sluice.Model.Environments;
using Sluice.Rollouts.Ledger;

namespace Sluice.Kubernetes.Ledger;

/// <summary>The ledger as text, and its bounds. Pure.</summary>
internal static partial class LedgerDocument
{
    /// <summary>Older entries are forgotten.</summary>
    public const int MaximumEntries = 50;

    /// <summary>So many of the newest successes stay however many failures follow them: one may want to go back to them.</summary>
    public const int KeptSuccesses = EnvironmentDefaults.LongestHistory;

    /// <summary>Of the text in UTF-8; a quarter of what a ConfigMap may hold.</summary>
    public const int MaximumBytes = 256 * 1024;

    /// <summary>Null when the text is not a ledger.</summary>
    public static IReadOnlyList<LedgerEntry>? Read(string text)
    {
        if (text.Length == 0)
        {
            return [];
        }

        try
        {
            return JsonSerializer.Deserialize(text, LedgerJson.Default.ListLedgerEntry);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Adds an entry with the next number and drops the oldest ones beyond the bounds; the new one always stays.</summary>
    public static (LedgerEntry Stored, string Text) Append(IReadOnlyList<LedgerEntry> entries, LedgerEntry entry)
    {
        LedgerEntry stored = entry with { Number = entries.Count == 0 ? 1 : entries[^1].Number + 1 };
        return (stored, Text([.. entries, stored]));
    }

    /// <summary>Puts an entry in the place of the one with its number; null when there is none.</summary>
    public static string? Replace(IReadOnlyList<LedgerEntry> entries, LedgerEntry entry) =>
        entries.Any(e => e.Number == entry.Number) ? Text([.. entries.Select(e => e.Number == entry.Number ? entry : e)]) : null;

    private static string Text(List<LedgerEntry> entries)
    {
        while (true)
        {
            string text = JsonSerializer.Serialize(entries, LedgerJson.Default.ListLedgerEntry);
            if (entries.Count == 1 || (entries.Count <= MaximumEntries && Encoding.UTF8.GetByteCount(text) <= MaximumBytes))
            {
                return text;
            }

            // The oldest that nobody goes back to; of those alone, the oldest. The newest always stays.
            HashSet<int> successes = [.. entries.Where(e => e.Outcome == LedgerOutcome.Succeeded).TakeLast(KeptSuccesses).Select(e => e.Number)];
            entries.RemoveAt(Math.Max(0, entries.FindIndex(0, entries.Count - 1, e => !successes.Contains(e.Number))));
        }
    }

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
    [JsonSerializable(typeof(List<LedgerEntry>))]
    private sealed partial class LedgerJson : JsonSerializerContext;
}
