using System.Text.Json.Nodes;
using Sluice.Sandbox.Api.Schema;

namespace Sluice.Sandbox.Api.Apply;

/// <summary>What changed between two objects, as sets of paths.</summary>
internal sealed record FieldChanges(FieldSet Added, FieldSet Modified, FieldSet Removed)
{
    public FieldSet Written => Added.Union(Modified);
}

/// <summary>Turns objects into sets of paths, by their schema.</summary>
internal static class FieldWalk
{
    /// <summary>The paths an object says something about.</summary>
    /// <param name="type">Its schema.</param>
    /// <param name="value">The object.</param>
    /// <param name="containers">Also the maps and lists that hold them, as for fields that an update brought into being.</param>
    public static FieldSet Collect(SchemaType type, JsonNode value, bool containers = false)
    {
        var set = new FieldSet();
        Collect(type, value, set, containers);
        return set;
    }

    public static FieldChanges Compare(SchemaType type, JsonNode before, JsonNode after)
    {
        var changes = new FieldChanges(new FieldSet(), new FieldSet(), new FieldSet());
        Compare(type, before, after, changes);
        return changes;
    }

    /// <summary>The items of a set or keyed list by their path element; an item that comes twice counts once (the last).</summary>
    public static Dictionary<string, JsonNode> Items(ListType list, JsonArray items)
    {
        var byKey = new Dictionary<string, JsonNode>();
        foreach (var item in items)
        {
            if (PathElement.Item(list, item) is { } key)
            {
                byKey[key] = item!;
            }
        }

        return byKey;
    }

    private static void Collect(SchemaType type, JsonNode value, FieldSet set, bool containers)
    {
        switch (type, value)
        {
            case (StructType { Atomic: false } inner, JsonObject { Count: > 0 } members):
                foreach (var (name, child) in members)
                {
                    CollectChild(inner.FieldType(name), child, set.At(PathElement.Field(name)), containers);
                }

                break;
            case (MapType { Atomic: false } map, JsonObject { Count: > 0 } members):
                set.Member |= containers;
                foreach (var (name, child) in members)
                {
                    var at = set.At(PathElement.Field(name));
                    at.Member = true;
                    CollectChild(map.Element, child, at, containers);
                }

                break;
            case (ListType { Whole: false } list, JsonArray { Count: > 0 } items):
                set.Member |= containers;
                foreach (var (key, item) in Items(list, items))
                {
                    var at = set.At(key);
                    at.Member = true;
                    if (list.Element is not StructType { Atomic: true } and not ScalarType)
                    {
                        Collect(list.Element, item, at, containers);
                    }
                }

                break;
            default:
                set.Member = true;
                break;
        }
    }

    private static void CollectChild(SchemaType type, JsonNode? value, FieldSet set, bool containers)
    {
        if (value is null)
        {
            set.Member = true;
        }
        else
        {
            Collect(type, value, set, containers);
        }
    }

    private static void Compare(SchemaType type, JsonNode? before, JsonNode? after, FieldChanges changes)
    {
        if (before is null || after is null)
        {
            if (after is not null)
            {
                Collect(type, after, changes.Added, containers: true);
            }
            else if (before is not null)
            {
                Collect(type, before, changes.Removed, containers: true);
            }

            return;
        }

        switch (type, before, after)
        {
            case (StructType { Atomic: false } inner, JsonObject a, JsonObject b):
                CompareMembers(Members(a), Members(b), e => inner.FieldType(e[2..]), changes);
                break;
            case (MapType { Atomic: false } map, JsonObject a, JsonObject b):
                CompareMembers(Members(a), Members(b), _ => map.Element, changes, own: true);
                break;
            case (ListType { Whole: false } list, JsonArray a, JsonArray b):
                CompareMembers(Items(list, a), Items(list, b), _ => list.Element, changes, own: true);
                break;
            default:
                changes.Modified.Member |= !JsonNode.DeepEquals(before, after);
                break;
        }
    }

    /// <param name="before">Children by path element.</param>
    /// <param name="after">Children by path element.</param>
    /// <param name="type">Of a child.</param>
    /// <param name="changes">Where the changes go.</param>
    /// <param name="own">Children are themselves members (map keys, list items) rather than declared fields.</param>
    private static void CompareMembers(Dictionary<string, JsonNode> before, Dictionary<string, JsonNode> after, Func<string, SchemaType> type, FieldChanges changes, bool own = false)
    {
        foreach (string element in before.Keys.Union(after.Keys))
        {
            var a = before.GetValueOrDefault(element);
            var b = after.GetValueOrDefault(element);
            var below = new FieldChanges(changes.Added.At(element), changes.Modified.At(element), changes.Removed.At(element));
            Compare(type(element), a, b, below);
            below.Added.Member |= own && a is null;
            below.Removed.Member |= own && b is null;
        }
    }

    private static Dictionary<string, JsonNode> Members(JsonObject value) =>
        value.Where(p => p.Value is not null).ToDictionary(p => PathElement.Field(p.Key), p => p.Value!);
}
