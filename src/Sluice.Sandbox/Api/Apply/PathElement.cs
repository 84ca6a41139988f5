using System.Text.Json.Nodes;
using Sluice.Sandbox.Api.Schema;

namespace Sluice.Sandbox.Api.Apply;

/// <summary>One step of a path, spelled as in FieldsV1.</summary>
internal static class PathElement
{
    public static string Field(string name) => "f:" + name;

    public static string Value(JsonNode value) => "v:" + value.ToJsonString();

    /// <summary>The key of an item of a keyed list; <see langword="null"/> when a key field without default is missing.</summary>
    public static string? Key(ListType list, JsonNode? item)
    {
        var key = new JsonObject();
        foreach (var field in list.Keys.OrderBy(k => k.Field, StringComparer.Ordinal))
        {
            if ((item as JsonObject)?[field.Field] is { } found)
            {
                key[field.Field] = found.DeepClone();
            }
            else if (field.Default is { } value)
            {
                key[field.Field] = value;
            }
            else
            {
                return null;
            }
        }

        return "k:" + key.ToJsonString();
    }

    /// <summary>How an item of a list is told apart, or <see langword="null"/> when it cannot be.</summary>
    public static string? Item(ListType list, JsonNode? item) =>
        list.Kind == ListKind.Set ? item is null ? null : Value(item) : Key(list, item);

    /// <summary>For messages: <c>.name</c>, <c>[name="x"]</c>, <c>[="x"]</c>.</summary>
    public static string Display(string element) => element[0] switch
    {
        'k' when JsonNode.Parse(element[2..]) is JsonObject key => $"[{string.Join(",", key.Select(k => $"{k.Key}={k.Value!.ToJsonString()}"))}]",
        'v' => $"[={element[2..]}]",
        _ => "." + element[2..],
    };
}
