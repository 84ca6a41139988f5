using System.Text.Json.Nodes;

namespace Sluice.Sandbox.Store;

/// <summary>A consistent list with the revision it was taken at.</summary>
internal sealed record StoreList(IReadOnlyList<JsonObject> Items, long Revision);

internal enum StoreEventType
{
    Added,
    Modified,
    Deleted,
}

/// <summary>One change. For <see cref="StoreEventType.Deleted"/> the last state, with the revision of the deletion.</summary>
/// <param name="Type">What happened.</param>
/// <param name="Key">The object.</param>
/// <param name="Object">Its state after the change.</param>
/// <param name="Revision">The revision of the change.</param>
/// <param name="Previous">Its state before, for those who watch by selector and must notice that an object left or entered it.</param>
internal sealed record StoreEvent(StoreEventType Type, ResourceKey Key, JsonObject Object, long Revision, JsonObject? Previous = null);

internal enum StoreOutcome
{
    Done,
    NotFound,
    AlreadyExists,
    Conflict,

    /// <summary>The disk refused the write; nothing changed. <see cref="StoreResult.Message"/> says why.</summary>
    NotStored,
}

/// <summary>What became of a write; <see cref="Object"/> is the stored state after it (for a conflict the state that stood in the way).</summary>
internal sealed record StoreResult(StoreOutcome Outcome, JsonObject? Object, string? Message = null)
{
    /// <summary>The write is stored (or there was nothing to change).</summary>
    public bool Ok => Outcome == StoreOutcome.Done;
}

/// <summary>A watch asked for a revision that is no longer in the history.</summary>
internal sealed class RevisionGoneException(long asked, long oldest)
    : Exception($"revision {asked} is too old; the history begins at {oldest}")
{
    public long Asked { get; } = asked;

    public long Oldest { get; } = oldest;
}

/// <summary>The file of the store holds something that is not a torn last write; the sandbox must not guess what was meant.</summary>
internal sealed class StoreCorruptException(string path, long line, string reason)
    : Exception($"{path}:{line}: {reason}")
{
    public string Path { get; } = path;

    public long Line { get; } = line;
}
