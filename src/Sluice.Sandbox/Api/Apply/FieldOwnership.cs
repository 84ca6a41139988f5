using System.Text.Json.Nodes;
using Sluice.Sandbox.Api.Schema;

namespace Sluice.Sandbox.Api.Apply;

/// <summary>A field that an apply would change although another manager owns it.</summary>
internal sealed record FieldConflict(FieldManagerEntry Owner, string Path);

/// <summary>Who writes, as managedFields names them.</summary>
/// <param name="Manager">Field manager.</param>
/// <param name="ApiVersion">The version written in.</param>
/// <param name="Subresource">Empty for the object itself.</param>
/// <param name="Time">Now, as Kubernetes writes times.</param>
internal sealed record FieldWriter(string Manager, string ApiVersion, string Subresource, string Time);

/// <summary>What an apply leads to: the object with its new managedFields, or the conflicts in the way.</summary>
internal sealed record ApplyOutcome(JsonObject? Object, IReadOnlyList<FieldConflict> Conflicts);

/// <summary>Server-side apply and the ownership that plain writes take. Pure: objects in, objects out.</summary>
internal static class FieldOwnership
{
    private static readonly string[] SystemMetadata =
        ["name", "namespace", "selfLink", "uid", "resourceVersion", "generation", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "managedFields"];

    /// <param name="type">Schema of the kind.</param>
    /// <param name="live">The object as stored, or an empty one.</param>
    /// <param name="applied">The configuration; metadata.managedFields is not part of it.</param>
    /// <param name="writer">Who applies.</param>
    /// <param name="force">Take over fields others own.</param>
    /// <param name="complete">Fills defaults and brings the object into stored form, before ownership is compared.</param>
    public static ApplyOutcome Apply(StructType type, JsonObject live, JsonObject applied, FieldWriter writer, bool force, Func<JsonObject, JsonObject> complete)
    {
        var entries = ManagedFields.Read(live);
        var mine = new FieldManagerEntry(writer.Manager, FieldManagerEntry.Apply, writer.ApiVersion, writer.Subresource, writer.Time, Owned(type, applied, writer.Subresource));
        var last = entries.FirstOrDefault(mine.SameManager);
        var others = entries.Where(e => !e.SameManager(mine)).ToList();

        var merged = FieldMerge.Merge(type, live, applied);
        if (last is not null)
        {
            var owned = others.Aggregate(mine.Fields, (set, e) => set.Union(e.Fields));
            merged = FieldMerge.Prune(type, merged, last.Fields, owned);
        }

        var changes = FieldWalk.Compare(type, live, merged);
        var written = changes.Written;
        var conflicts = others.SelectMany(e => e.Fields.Intersect(written).Paths().Select(p => new FieldConflict(e, p))).ToList();
        if (conflicts.Count > 0 && !force)
        {
            return new ApplyOutcome(null, conflicts);
        }

        var left = others.Select(e => e with { Fields = e.Fields.Except(written).Except(changes.Removed) });
        bool same = last is not null && last.Fields.SameAs(mine.Fields);
        List<FieldManagerEntry> next = [same ? last! : mine, .. left];
        var result = complete(merged.AsObject());
        return new ApplyOutcome(Finish(result, live, entries, next), []);
    }

    /// <summary>Records who changed what by a plain write. <paramref name="next"/> is complete, with defaults; its managedFields may have been edited by the writer.</summary>
    public static JsonObject Update(StructType type, JsonObject live, JsonObject next, FieldWriter writer)
    {
        var entries = next["metadata"]?["managedFields"] is JsonArray ? ManagedFields.Read(next) : ManagedFields.Read(live);
        var changes = FieldWalk.Compare(type, live, next);
        var written = Mask(changes.Written, writer.Subresource);
        var mine = entries.FirstOrDefault(e => e.SameManager(new FieldManagerEntry(writer.Manager, FieldManagerEntry.Update, writer.ApiVersion, writer.Subresource, null, written)));
        var me = new FieldManagerEntry(writer.Manager, FieldManagerEntry.Update, writer.ApiVersion, writer.Subresource, writer.Time, (mine?.Fields ?? new FieldSet()).Union(written).Except(changes.Removed));
        bool same = mine is not null && mine.Fields.SameAs(me.Fields) && written.IsEmpty;

        var result = new List<FieldManagerEntry>();
        foreach (var entry in entries)
        {
            result.Add(ReferenceEquals(entry, mine) ? same ? mine : me : entry with { Fields = entry.Fields.Except(written).Except(changes.Removed) });
        }

        if (mine is null)
        {
            result.Add(me);
        }

        return Finish(next, live, ManagedFields.Read(live), result);
    }

    /// <summary>When nothing but times would change, the object stays byte for byte what it was.</summary>
    private static JsonObject Finish(JsonObject result, JsonObject live, IReadOnlyList<FieldManagerEntry> before, IReadOnlyList<FieldManagerEntry> after)
    {
        var metadata = result["metadata"]!.AsObject();
        metadata.Remove("managedFields");
        if (live["metadata"]?["managedFields"] is JsonArray standing && ManagedFields.Same(before, after) && SameButOwners(result, live))
        {
            metadata["managedFields"] = standing.DeepClone();
        }
        else
        {
            ManagedFields.Write(result, after);
        }

        return result;
    }

    private static bool SameButOwners(JsonObject result, JsonObject live)
    {
        var bare = live.DeepClone().AsObject();
        (bare["metadata"] as JsonObject)?.Remove("managedFields");
        return JsonNode.DeepEquals(result, bare);
    }

    private static FieldSet Owned(StructType type, JsonObject applied, string subresource) =>
        Mask(FieldWalk.Collect(type, applied), subresource);

    /// <summary>What nobody owns: identity, what the server sets, and the half of the object that the endpoint does not write.</summary>
    private static FieldSet Mask(FieldSet set, string subresource)
    {
        foreach (string field in SystemMetadata)
        {
            set = set.Without("f:metadata", "f:" + field);
        }

        set = set.Without("f:apiVersion").Without("f:kind");
        if (set.Child("f:metadata") is { Member: true } metadata)
        {
            metadata.Member = false;
        }

        return subresource == "status" ? OnlyStatus(set) : set.Without("f:status");
    }

    private static FieldSet OnlyStatus(FieldSet set)
    {
        foreach (string other in set.Children.Keys.Where(k => k != "f:status").ToList())
        {
            set = set.Without(other);
        }

        return set;
    }
}
