using System.Text.Json.Nodes;
using Sluice.Sandbox.Store;

namespace Sluice.Sandbox.Controllers;

/// <summary>One change a reconcile wants made.</summary>
internal abstract record StoreWrite(ResourceKey Key)
{
    internal sealed record Create(ResourceKey Key, JsonObject Value) : StoreWrite(Key);

    /// <summary>Carries the resourceVersion it was computed from, so a change in between is a conflict.</summary>
    internal sealed record Update(ResourceKey Key, JsonObject Value) : StoreWrite(Key);

    internal sealed record Delete(ResourceKey Key, string? Uid, long GraceSeconds = 0) : StoreWrite(Key);
}

/// <summary>Something to tell about an object, once the writes are made.</summary>
/// <param name="Involved">The object.</param>
/// <param name="Type"><c>Normal</c> or <c>Warning</c>.</param>
/// <param name="Reason">One word, as Kubernetes has it.</param>
/// <param name="Message">For people.</param>
internal sealed record Note(JsonObject Involved, string Type, string Reason, string Message)
{
    public static Note Normal(JsonObject involved, string reason, string message) => new(involved, "Normal", reason, message);

    public static Note Warning(JsonObject involved, string reason, string message) => new(involved, "Warning", reason, message);
}

/// <summary>What a reconcile decided.</summary>
/// <param name="Writes">In order; the first that is refused ends the rest, and the object is looked at again.</param>
/// <param name="Notes">Events.</param>
/// <param name="Again">Look again after this time, even if nothing changes.</param>
internal sealed record Reconciled(IReadOnlyList<StoreWrite> Writes, IReadOnlyList<Note> Notes, TimeSpan? Again = null)
{
    public static Reconciled Nothing { get; } = new([], []);

    public static Reconciled Of(params IReadOnlyList<StoreWrite> writes) => new(writes, []);
}
