using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Sluice.Manifests.Json;

namespace Sluice.Manifests.Releases;

/// <summary>
/// The revision of a service: a short hash of its pod template (without Sluice's own labels) and of the content of the
/// ConfigMaps and Secrets of the same rendering that it reads. Replicas, autoscalers and budgets are no part of it.
/// </summary>
public static class RevisionHash
{
    /// <summary>Hexadecimal digits of a revision.</summary>
    public const int Length = 10;

    /// <param name="workload">An object with its pod template at spec.template.</param>
    /// <param name="rendering">All objects of the rendering.</param>
    public static string Of(ManifestObject workload, IReadOnlyList<ManifestObject> rendering)
    {
        var template = WithoutOwnMarks(workload.Json.At("spec", "template") as JsonObject ?? []);
        var config = new JsonArray();
        foreach (var (kind, name) in ConfigReferences.Of(template))
        {
            if (rendering.FirstOrDefault(item => item.Kind == kind && item.Name == name && item.Namespace == workload.Namespace) is { } source)
            {
                config.Add((JsonNode)Content(source));
            }
        }

        var whole = new JsonObject { ["template"] = template, ["config"] = config };
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(CanonicalJson.Write(whole))))[..Length];
    }

    private static JsonObject Content(ManifestObject source)
    {
        var content = new JsonObject { ["kind"] = source.Kind, ["name"] = source.Name };
        foreach (var part in (ReadOnlySpan<string>)["data", "binaryData", "stringData", "type"])
        {
            if (source.Json[part] is { } value)
            {
                content[part] = value.DeepClone();
            }
        }

        return content;
    }

    private static JsonObject WithoutOwnMarks(JsonObject template)
    {
        var clean = (JsonObject)template.DeepClone();
        foreach (var part in (ReadOnlySpan<string>)["labels", "annotations"])
        {
            if (clean.At("metadata", part) is not JsonObject marks)
            {
                continue;
            }

            foreach (var key in marks.Select(mark => mark.Key).Where(key => key.StartsWith(SluiceLabels.Prefix, StringComparison.Ordinal)).ToList())
            {
                marks.Remove(key);
            }

            if (marks.Count == 0)
            {
                clean["metadata"]!.AsObject().Remove(part);
            }
        }

        return clean;
    }
}
