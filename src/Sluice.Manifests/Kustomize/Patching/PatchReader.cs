using System.Text.Json.Nodes;
using Sluice.Manifests.Json;
using Sluice.Model.Files.Shapes;
using Sluice.Model.Yaml;

namespace Sluice.Manifests.Kustomize.Patching;

/// <summary>What one entry of <c>patches</c> holds: the operations of a JSON6902 patch, or the objects of a strategic merge.</summary>
internal sealed record PatchContent(JsonArray? Operations, IReadOnlyList<JsonObject> Merges)
{
    public static PatchContent Nothing { get; } = new(null, []);
}

/// <summary>Reads the text of a patch and tells which kind it is.</summary>
internal sealed class PatchReader(KustomizationFile file, PatchRule rule, YamlNode node, string path, RenderContext context)
{
    private static readonly string[] s_operationKeys = ["op", "path", "from", "value"];

    /// <summary>The content; whatever is wrong goes to the context, and then there is <see cref="PatchContent.Nothing"/>.</summary>
    public PatchContent Read()
    {
        if (rule.Inline is null == rule.File is null)
        {
            return Refuse("a patch has exactly one of patch and path", "patch: | with the text, or path: with a file");
        }

        var (source, text) = (file.Path, rule.Inline?.Value);
        if (rule.File is { } at)
        {
            if (context.ReadNamed(file, at, at.Value) is not { } read)
            {
                return PatchContent.Nothing;
            }

            (source, text) = (read.Path, RenderContext.Utf8(read.Content));
        }

        return ReadDocuments(text!, source) is not { } documents ? PatchContent.Nothing
            : documents.Count == 0 ? Refuse("the patch is empty", "a Kubernetes object, or a list of JSON6902 operations")
            : documents.Any(document => document.Json is JsonArray) ? Operations(documents)
            : Merges(documents);
    }

    private PatchContent Operations(List<(JsonNode Json, YamlNode Node)> documents)
    {
        if (documents is not [{ Json: JsonArray operations }])
        {
            return Refuse("a JSON6902 patch is in one document", "all operations in one list");
        }

        if (rule.Target is null)
        {
            return Refuse("a JSON6902 patch has no target", "target: with kind and name of what it changes");
        }

        if (operations.Count == 0)
        {
            return Refuse("the patch has no operation", "a list of JSON6902 operations");
        }

        var unknown = operations.OfType<JsonObject>().SelectMany(operation => operation).FirstOrDefault(entry => !s_operationKeys.Contains(entry.Key)).Key;
        return unknown is null
            ? new PatchContent(operations, [])
            : Refuse($"an operation has the unknown key '{unknown}'", string.Join(", ", s_operationKeys));
    }

    private PatchContent Merges(List<(JsonNode Json, YamlNode Node)> documents)
    {
        var merges = new List<JsonObject>();
        foreach (var (json, place) in documents)
        {
            if (json is not JsonObject map)
            {
                return Refuse($"the patch is {place.Describe()}", "a Kubernetes object, or a list of JSON6902 operations");
            }

            merges.AddRange(ResourceReader.IsList(map) ? map["items"].Objects() : [map]);
        }

        foreach (var merge in merges)
        {
            if (StrategicMerge.FindUnsupported(merge) is { } problem)
            {
                return Refuse(problem, "$patch: delete or merge, $patch: replace inside a map or as an item of its own, or a JSON6902 patch");
            }

            if (ResourceId.Of(merge) is { Kind.Length: 0 } or { Name.Length: 0 })
            {
                return Refuse("a strategic merge patch has no kind or no metadata.name", "apiVersion, kind and metadata.name of what it changes, with a target too");
            }
        }

        return merges.Count > 1 && rule.Target is not null
            ? Refuse("several strategic merge patches share one target", "one entry of patches for each of them")
            : new PatchContent(null, merges);
    }

    // Inside an inline patch lines count from its own start; errors point at the patch instead.
    private List<(JsonNode Json, YamlNode Node)>? ReadDocuments(string text, string source)
    {
        var before = context.Errors.Count;
        var documents = context.ReadDocuments(text, source).ToList();
        if (rule.Inline is not null)
        {
            for (var index = before; index < context.Errors.Count; index++)
            {
                var error = context.Errors[index];
                context.Errors[index] = error with { Line = node.Line, Column = node.Column, Key = path, Problem = $"line {error.Line} of the patch: {error.Problem}" };
            }
        }

        return context.Errors.Count > before ? null : documents;
    }

    private PatchContent Refuse(string problem, string allowed)
    {
        context.Add(file.Path, node, path, problem, allowed);
        return PatchContent.Nothing;
    }
}
