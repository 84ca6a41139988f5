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
internal sealed record StoreEvent(StoreEventType Type, ResourceKey Key, JsonObject Object, long Revision);

internal enum StoreOutcome
{
    Done,
    NotFound,
    AlreadyExists,
    Conflict,
}

/// <summary>What became of a write; <see cref="Object"/> is the stored state after it (for a conflict the state that stood in the way).</summary>
internal sealed record StoreResult(StoreOutcome Outcome, JsonObject? Object);

/// <summary>A watch asked for a revision that is no longer in the history.</summary>
internal sealed class RevisionGoneException(long asked, long oldest)
    : Exception($"revision {asked} is too old; the history begins at {oldest}")
{
    public long Asked { get; } = asked;

    public long Oldest { get; } = oldest;
}
