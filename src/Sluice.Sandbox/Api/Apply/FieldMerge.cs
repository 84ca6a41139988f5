using System.Text.Json.Nodes;
using Sluice.Sandbox.Api.Schema;

namespace Sluice.Sandbox.Api.Apply;

/// <summary>Merges an applied configuration into an object, and takes out what nobody owns any more. Both return new values.</summary>
internal static class FieldMerge
{
    /// <summary>The live object with everything the configuration says.</summary>
    public static JsonNode Merge(SchemaType type, JsonNode? live, JsonNode applied)
    {
        switch (type, live, applied)
        {
            case (StructType { Atomic: false } inner, JsonObject a, JsonObject b):
                return MergeMembers(a, b, inner.FieldType);
            case (MapType { Atomic: false } map, JsonObject a, JsonObject b):
                return MergeMembers(a, b, _ => map.Element);
            case (ListType { Whole: false } list, JsonArray a, JsonArray b):
                return MergeItems(list, a, b);
            default:
                return applied.DeepClone();
        }
    }

    /// <summary>The object without what <paramref name="given"/> held and <paramref name="owned"/> does not.</summary>
    public static JsonNode Prune(SchemaType type, JsonNode value, FieldSet given, FieldSet owned)
    {
        switch (type, value)
        {
            case (StructType { Atomic: false } inner, JsonObject members):
                return PruneMembers(members, given, owned, inner.FieldType, named: true);
            case (MapType { Atomic: false } map, JsonObject members):
                return PruneMembers(members, given, owned, _ => map.Element, named: false);
            case (ListType { Whole: false } list, JsonArray items):
                var kept = new JsonArray();
                foreach (var item in items)
                {
                    string? key = PathElement.Item(list, item);
                    var had = key is null ? null : given.Child(key);
                    var has = (key is null ? null : owned.Child(key)) ?? new FieldSet();
                    if (had is null)
                    {
                        kept.Add(item?.DeepClone());
                    }
                    else if (!had.Member || has.Member)
                    {
                        kept.Add(Prune(list.Element, item!, had, has));
                    }
                }

                return kept;
            default:
                return value.DeepClone();
        }
    }

    private static JsonObject MergeMembers(JsonObject live, JsonObject applied, Func<string, SchemaType> type)
    {
        var merged = live.DeepClone().AsObject();
        foreach (var (name, value) in applied)
        {
            merged[name] = value is null ? null : Merge(type(name), live[name], value);
        }

        return merged;
    }

    /// <summary>The applied order rules; live items that were not applied keep their place among the live ones, before new items.</summary>
    private static JsonArray MergeItems(ListType list, JsonArray live, JsonArray applied)
    {
        var before = FieldWalk.Items(list, live);
        var after = FieldWalk.Items(list, applied);
        var merged = new JsonArray();
        var pending = new Queue<KeyValuePair<string, JsonNode>>(after);
        var done = new HashSet<string>();
        foreach (var item in live)
        {
            if (PathElement.Item(list, item) is not { } key || !after.ContainsKey(key))
            {
                merged.Add(item?.DeepClone());
                continue;
            }

            while (!done.Contains(key))
            {
                TakeNext();
            }
        }

        while (pending.Count > 0)
        {
            TakeNext();
        }

        return merged;

        void TakeNext()
        {
            var (key, item) = pending.Dequeue();
            done.Add(key);
            merged.Add(Merge(list.Element, before.GetValueOrDefault(key), item));
        }
    }

    private static JsonObject PruneMembers(JsonObject members, FieldSet given, FieldSet owned, Func<string, SchemaType> type, bool named)
    {
        var kept = new JsonObject();
        foreach (var (name, value) in members)
        {
            string element = PathElement.Field(name);
            var had = given.Child(element);
            var has = owned.Child(element) ?? new FieldSet();
            if (had is null || value is null)
            {
                kept[name] = value?.DeepClone();
            }
            else if (!had.Member || has.Member || (named && !has.IsEmpty))
            {
                kept[name] = Prune(type(name), value, had, has);
            }
        }

        return kept;
    }
}
