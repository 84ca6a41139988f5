using System.Text.Json;
using System.Text.Json.Serialization;
using Sluice.Rollouts.Ledger;

namespace Sluice.Reports;

/// <summary>The ledgers of all environments as scripts read them.</summary>
public sealed record HistoryDocument(IReadOnlyList<EnvironmentHistory> Environments)
{
    /// <summary>Indented JSON with camelCase names and a final newline.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, HistoryJson.Default.HistoryDocument) + "\n";
}

/// <summary>One environment.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Releases">Its ledger, newest last.</param>
public sealed record EnvironmentHistory(string Name, string Namespace, IReadOnlyList<RecordedRelease> Releases)
{
    /// <param name="name">Its name.</param>
    /// <param name="ns">Its namespace.</param>
    /// <param name="ledger">Its ledger, newest last.</param>
    /// <param name="stored">Keys of the releases whose objects are stored.</param>
    public static EnvironmentHistory Of(string name, string ns, IReadOnlyList<LedgerEntry> ledger, IReadOnlySet<string> stored) =>
        new(name, ns, [.. ledger.Select(entry => RecordedRelease.Of(entry, stored.Contains(entry.Stored)))]);
}

/// <summary>One entry of a ledger.</summary>
/// <param name="Number">Counts up from 1.</param>
/// <param name="Version">The release's version.</param>
/// <param name="Commit">Its commit; may be empty.</param>
/// <param name="Author">Who started it.</param>
/// <param name="StartedAt">When it started.</param>
/// <param name="EndedAt">When it ended; of one that has not ended, when it started.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Reason">Why it failed or went back; may be empty.</param>
/// <param name="ReturnedTo">Number of the release that it went back to; <see langword="null"/> for a deploy.</param>
/// <param name="Stored">Whether its objects are stored, so that one can go back to it.</param>
/// <param name="RenderedHash">Hash of what was applied.</param>
/// <param name="Services">What ran, by digest.</param>
public sealed record RecordedRelease(
    int Number,
    string Version,
    string Commit,
    string Author,
    DateTimeOffset StartedAt,
    DateTimeOffset EndedAt,
    LedgerOutcome Outcome,
    string Reason,
    int? ReturnedTo,
    bool Stored,
    string RenderedHash,
    IReadOnlyList<LedgerService> Services)
{
    internal static RecordedRelease Of(LedgerEntry entry, bool stored) => new(
        entry.Number,
        entry.Version,
        entry.Commit,
        entry.Author,
        entry.StartedAt,
        entry.EndedAt,
        entry.Outcome,
        entry.Reason,
        entry.ReturnedTo > 0 ? entry.ReturnedTo : null,
        stored,
        entry.RenderedHash,
        entry.Services);
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true, UseStringEnumConverter = true)]
[JsonSerializable(typeof(HistoryDocument))]
internal sealed partial class HistoryJson : JsonSerializerContext;
