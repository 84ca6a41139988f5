using System.Text.Json.Nodes;
using Sluice.Manifests.Json;

namespace Sluice.Manifests.Kustomize.Patching;

/// <summary>JSON patch (RFC 6902).</summary>
internal static class JsonPatch
{
    /// <summary>Changes <paramref name="target"/>; returns what is wrong with the first operation that does not fit, or <see langword="null"/>.</summary>
    public static string? Apply(JsonObject target, JsonArray operations)
    {
        for (var index = 0; index < operations.Count; index++)
        {
            if (Apply(target, operations[index] as JsonObject ?? []) is { } problem)
            {
                return $"operation {index + 1}: {problem}";
            }
        }

        return null;
    }

    private static string? Apply(JsonObject target, JsonObject operation)
    {
        var name = operation["op"].Text();
        if (JsonPointer.Parse(operation["path"].Text() ?? "?") is not { Text.Length: > 0 } path)
        {
            return "path is missing or does not start with /";
        }

        if (name is "add" or "replace" or "test" && !operation.ContainsKey("value"))
        {
            return $"'{name}' has no value";
        }

        var value = operation["value"]?.DeepClone();
        return name switch
        {
            "add" => path.Add(target, value),
            "remove" => path.Remove(target),
            "replace" => path.Replace(target, value),
            "test" => Test(target, path, value),
            "move" or "copy" => Transfer(target, path, operation["from"].Text(), name == "move"),
            _ => $"'{name}' is not an operation; there are add, remove, replace, move, copy and test",
        };
    }

    private static string? Test(JsonObject target, JsonPointer path, JsonNode? value) =>
        path.Get(target, out var found) ?? (CanonicalJson.Write(found) == CanonicalJson.Write(value)
            ? null
            : $"the test of {path.Text} found {CanonicalJson.Write(found)}");

    private static string? Transfer(JsonObject target, JsonPointer path, string? from, bool isMove)
    {
        if (JsonPointer.Parse(from ?? "?") is not { } source)
        {
            return "from is missing or does not start with /";
        }

        var problem = source.Get(target, out var value);
        var copy = value?.DeepClone();
        problem ??= isMove ? source.Remove(target) : null;
        return problem ?? path.Add(target, copy);
    }
}
