using System.Text.Json.Nodes;
using Sluice.Sandbox.Api.Http;
using Sluice.Sandbox.Api.Schema;

namespace Sluice.Sandbox.Api.Patches;

/// <summary>Kubernetes' strategic merge patch: lists merged by the schema's patch keys, with the directives kubectl writes.</summary>
internal static class StrategicMergePatch
{
    private const string Directive = "$patch";
    private const string Retain = "$retainKeys";
    private const string DeleteFrom = "$deleteFromPrimitiveList/";
    private const string SetOrder = "$setElementOrder/";

    /// <exception cref="StatusException">A directive is malformed, or a list item lacks its key (400).</exception>
    public static JsonObject Apply(StructType type, JsonObject target, JsonObject patch) => Members(type, target, patch) ?? [];

    /// <summary>Merges a struct or map; <see langword="null"/> when the patch deletes it.</summary>
    private static JsonObject? Members(SchemaType type, JsonObject? target, JsonObject patch)
    {
        switch (patch[Directive]?.ToString())
        {
            case "delete":
                return null;
            case "replace":
                return Bare(patch);
            case not (null or "merge"):
                throw StatusException.BadRequest($"unrecognized $patch directive \"{patch[Directive]}\": merge, replace and delete are allowed");
        }

        var result = target?.DeepClone().AsObject() ?? [];
        if (patch[Retain] is JsonArray kept)
        {
            var names = kept.Select(k => k?.ToString()).ToHashSet();
            foreach (string name in result.Select(p => p.Key).Where(k => !names.Contains(k)).ToList())
            {
                result.Remove(name);
            }
        }

        foreach (var (name, value) in patch)
        {
            if (!name.StartsWith('$'))
            {
                Set(result, name, Value(Field(type, name), result[name], value));
            }
        }

        foreach (var (name, value) in patch)
        {
            if (name.StartsWith(DeleteFrom, StringComparison.Ordinal) && result[name[DeleteFrom.Length..]] is JsonArray items && value is JsonArray gone)
            {
                Set(result, name[DeleteFrom.Length..], new JsonArray([.. items.Where(i => !gone.Any(g => JsonNode.DeepEquals(g, i))).Select(i => i?.DeepClone())]));
            }
            else if (name.StartsWith(SetOrder, StringComparison.Ordinal) && result[name[SetOrder.Length..]] is JsonArray listed && value is JsonArray order)
            {
                string field = name[SetOrder.Length..];
                Set(result, field, Ordered(Field(type, field) as ListType, listed, order));
            }
        }

        return result;
    }

    private static JsonNode? Value(SchemaType type, JsonNode? target, JsonNode? value)
    {
        return (type, value) switch
        {
            (_, null) => null,
            (_, JsonObject members) => Members(type, target as JsonObject, members),
            (ListType { PatchMerges: true } list, JsonArray items) => Items(list, target as JsonArray ?? [], items),
            _ => value.DeepClone(),
        };
    }

    private static JsonArray Items(ListType list, JsonArray target, JsonArray patch)
    {
        if (list.PatchKey is not { } key)
        {
            var all = target.DeepClone().AsArray();
            foreach (var item in patch.Where(p => !all.Any(a => JsonNode.DeepEquals(a, p))))
            {
                all.Add(item?.DeepClone());
            }

            return all;
        }

        var items = patch.OfType<JsonObject>().ToList();
        bool replace = items.Any(i => i[Directive]?.ToString() == "replace");
        var result = replace ? [] : target.DeepClone().AsArray();
        foreach (var item in items.Where(i => i[Directive]?.ToString() != "replace" || i.Count > 1))
        {
            var id = item[key] ?? throw StatusException.BadRequest($"map: {item.ToJsonString()} does not contain declared merge key: {key}");
            int at = IndexOf(result, key, id);
            var standing = at >= 0 ? result[at] as JsonObject : null;
            if (Members(list.Element, standing, item) is { } merged)
            {
                if (at >= 0)
                {
                    result[at] = merged;
                }
                else
                {
                    result.Add(merged);
                }
            }
            else if (at >= 0)
            {
                result.RemoveAt(at);
            }
        }

        return result;
    }

    /// <summary>Items the order names, in that order; an item it does not name keeps following the one it followed.</summary>
    private static JsonArray Ordered(ListType? list, JsonArray items, JsonArray order)
    {
        var wanted = order.Select(o => Id(list, o)).ToList();
        var ranked = new List<(int Rank, JsonNode? Item)>();
        int last = -1;
        foreach (var item in items)
        {
            int rank = wanted.IndexOf(Id(list, item));
            last = rank >= 0 ? rank : last;
            ranked.Add((last, item));
        }

        return [.. ranked.OrderBy(r => r.Rank).Select(r => r.Item?.DeepClone())];
    }

    private static string Id(ListType? list, JsonNode? item) =>
        (list?.PatchKey is { } key && item is JsonObject members ? members[key] : item)?.ToJsonString() ?? "null";

    private static int IndexOf(JsonArray items, string key, JsonNode id)
    {
        for (int i = 0; i < items.Count; i++)
        {
            if (items[i] is JsonObject item && JsonNode.DeepEquals(item[key], id))
            {
                return i;
            }
        }

        return -1;
    }

    private static JsonObject Bare(JsonObject patch)
    {
        var bare = patch.DeepClone().AsObject();
        bare.Remove(Directive);
        bare.Remove(Retain);
        return bare;
    }

    private static SchemaType Field(SchemaType type, string name) => type switch
    {
        StructType inner => inner.FieldType(name),
        MapType map => map.Element,
        _ => SchemaType.Opaque,
    };

    private static void Set(JsonObject target, string name, JsonNode? value)
    {
        if (value is null)
        {
            target.Remove(name);
        }
        else
        {
            target[name] = value;
        }
    }
}
