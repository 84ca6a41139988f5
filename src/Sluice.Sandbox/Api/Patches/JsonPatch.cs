using System.Globalization;
using System.Text.Json.Nodes;
using Sluice.Sandbox.Api.Http;

namespace Sluice.Sandbox.Api.Patches;

/// <summary>JSON patch (RFC 6902).</summary>
internal static class JsonPatch
{
    /// <exception cref="StatusException">The patch is malformed (400), or does not fit the object (422).</exception>
    public static JsonObject Apply(JsonObject target, JsonArray patch)
    {
        JsonNode? root = target.DeepClone();
        foreach (var item in patch)
        {
            if (item is not JsonObject operation)
            {
                throw StatusException.BadRequest("a JSON patch is a list of operations, each an object with op, path and value");
            }

            root = Apply(root, operation);
        }

        return root as JsonObject ?? throw Unfit("the result is not an object");
    }

    private static JsonNode? Apply(JsonNode? root, JsonObject operation)
    {
        string op = Text(operation, "op");
        string[] path = Pointer(Text(operation, "path"));
        switch (op)
        {
            case "add":
                return Add(root, path, Value(operation));
            case "remove":
                return Remove(root, path);
            case "replace":
                Get(root, path);
                return path.Length == 0 ? Value(operation) : Replace(root, path, Value(operation));
            case "test":
                return JsonNode.DeepEquals(Get(root, path), Value(operation))
                    ? root
                    : throw Unfit($"testing value /{string.Join('/', path)} failed: test failed");
            case "move":
                string[] from = Pointer(Text(operation, "from"));
                var moved = Get(root, from)?.DeepClone();
                return Add(Remove(root, from), path, moved);
            case "copy":
                return Add(root, path, Get(root, Pointer(Text(operation, "from")))?.DeepClone());
            default:
                throw StatusException.BadRequest($"unknown JSON patch operation \"{op}\": add, remove, replace, move, copy and test are allowed");
        }
    }

    private static JsonNode? Get(JsonNode? root, ReadOnlySpan<string> path)
    {
        var node = root;
        foreach (string step in path)
        {
            node = node switch
            {
                JsonObject members when members.TryGetPropertyValue(step, out var child) => child,
                JsonArray items => items[Index(items, step, items.Count - 1)],
                _ => throw Unfit($"path /{string.Join('/', path.ToArray())} does not exist"),
            };
        }

        return node;
    }

    private static JsonNode? Add(JsonNode? root, string[] path, JsonNode? value)
    {
        if (path.Length == 0)
        {
            return value;
        }

        switch (Get(root, path.AsSpan(..^1)))
        {
            case JsonObject members:
                members[path[^1]] = value;
                return root;
            case JsonArray items:
                items.Insert(path[^1] == "-" ? items.Count : Index(items, path[^1], items.Count), value);
                return root;
            default:
                throw Unfit($"path /{string.Join('/', path)} does not exist");
        }
    }

    private static JsonNode? Replace(JsonNode? root, string[] path, JsonNode? value)
    {
        switch (Get(root, path.AsSpan(..^1)))
        {
            case JsonObject members:
                members[path[^1]] = value;
                break;
            case JsonArray items:
                items[Index(items, path[^1], items.Count - 1)] = value;
                break;
        }

        return root;
    }

    private static JsonNode? Remove(JsonNode? root, string[] path)
    {
        Get(root, path);
        switch (path.Length == 0 ? null : Get(root, path.AsSpan(..^1)))
        {
            case JsonObject members:
                members.Remove(path[^1]);
                return root;
            case JsonArray items:
                items.RemoveAt(Index(items, path[^1], items.Count - 1));
                return root;
            default:
                throw Unfit("the whole object cannot be removed");
        }
    }

    private static int Index(JsonArray items, string step, int highest) =>
        int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out int index) && index <= highest
            ? index
            : throw Unfit($"index {step} is outside a list of {items.Count}");

    private static string[] Pointer(string text) => text.Length == 0
        ? []
        : text[0] == '/'
            ? [.. text[1..].Split('/').Select(s => s.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))]
            : throw StatusException.BadRequest($"JSON patch path \"{text}\" must begin with /");

    private static JsonNode? Value(JsonObject operation) => operation.TryGetPropertyValue("value", out var value)
        ? value?.DeepClone()
        : throw StatusException.BadRequest("a JSON patch operation add, replace or test needs a value");

    private static string Text(JsonObject operation, string field) => operation[field] is JsonValue v && v.TryGetValue(out string? text)
        ? text
        : throw StatusException.BadRequest($"a JSON patch operation needs \"{field}\"");

    private static StatusException Unfit(string why) => new(422, "Invalid", $"the server rejected our request due to an error in our request: {why}");
}
