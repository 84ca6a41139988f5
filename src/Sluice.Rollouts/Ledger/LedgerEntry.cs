using System.Text.Json.Serialization;

namespace Sluice.Rollouts.Ledger;

/// <summary>How a recorded deploy ended.</summary>
public enum LedgerOutcome
{
    Succeeded,
    Failed,
    Interrupted,

    /// <summary>It has begun to change things; still so of a run that was killed.</summary>
    Running,
}

/// <summary>One line of the ledger.</summary>
/// <param name="Number">Counts up from 1 in each environment; 0 before it is stored.</param>
/// <param name="Version">The release's version.</param>
/// <param name="Commit">The release's commit; may be empty.</param>
/// <param name="Author">Who started it.</param>
/// <param name="StartedAt">By the clock of the machine that ran it.</param>
/// <param name="EndedAt">By the same clock.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Reason">Why it failed, or why it went back to an earlier release; empty otherwise.</param>
/// <param name="RenderedHash">Hash of what was applied.</param>
/// <param name="Services">What ran, by digest.</param>
public sealed record LedgerEntry(
    int Number,
    string Version,
    string Commit,
    string Author,
    DateTimeOffset StartedAt,
    DateTimeOffset EndedAt,
    LedgerOutcome Outcome,
    string Reason,
    string RenderedHash,
    IReadOnlyList<LedgerService> Services)
{
    /// <summary>Under which key the release store keeps its objects; empty when it does not.</summary>
    public string Stored
    {
        get;
        // A reader of JSON gives null for what an entry of an earlier version does not say.
        init => field = value ?? "";
    } = "";

    /// <summary>Number of the release that this entry went back to; 0 for a deploy.</summary>
    public int ReturnedTo { get; init; }

    /// <summary>Number of the release that this entry is about: its own, or the one that it went back to.</summary>
    [JsonIgnore]
    public int Release => ReturnedTo > 0 ? ReturnedTo : Number;

    /// <summary>Whether this entry records the same images and manifests.</summary>
    public bool IsSameAs(LedgerEntry other) =>
        RenderedHash == other.RenderedHash && Version == other.Version && Commit == other.Commit && Services.SequenceEqual(other.Services);
}

/// <summary>One service of a ledger entry.</summary>
/// <param name="Name">The service.</param>
/// <param name="Image">By digest.</param>
/// <param name="Revision">Its revision; empty when its pod template carries none.</param>
public sealed record LedgerService(string Name, string Image, string Revision);
