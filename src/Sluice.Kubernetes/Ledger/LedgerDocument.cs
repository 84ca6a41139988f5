using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Sluice.Rollouts.Ledger;

namespace Sluice.Kubernetes.Ledger;

/// <summary>The ledger as text, and its bounds. Pure.</summary>
internal static partial class LedgerDocument
{
    /// <summary>Older entries are forgotten.</summary>
    public const int MaximumEntries = 50;

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
        List<LedgerEntry> kept = [.. entries.TakeLast(MaximumEntries - 1), stored];
        while (true)
        {
            string text = JsonSerializer.Serialize(kept, LedgerJson.Default.ListLedgerEntry);
            if (kept.Count == 1 || Encoding.UTF8.GetByteCount(text) <= MaximumBytes)
            {
                return (stored, text);
            }

            kept.RemoveAt(0);
        }
    }

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
    [JsonSerializable(typeof(List<LedgerEntry>))]
    private sealed partial class LedgerJson : JsonSerializerContext;
}
