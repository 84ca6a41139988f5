using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Sluice.Manifests.Json;

namespace Sluice.Manifests.Kustomize;

/// <summary>The suffix that kustomize gives to the names of generated ConfigMaps and Secrets.</summary>
public static class ContentHash
{
    private const int Length = 10;

    /// <summary>Ten characters over the content (and the type, of a Secret).</summary>
    public static string Of(JsonObject json)
    {
        var kind = json["kind"].Text();
        var content = kind is "ConfigMap" or "Secret" ? Content(json, kind) : json;
        var hex = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(CanonicalJson.Write(content))));
        // Letters and digits that can form words or be misread are swapped for others.
        return string.Create(Length, hex, static (span, text) =>
        {
            for (var index = 0; index < span.Length; index++)
            {
                span[index] = text[index] switch { '0' => 'g', '1' => 'h', '3' => 'k', 'a' => 'm', 'e' => 't', var other => other };
            }
        });
    }

    internal static void AppendToNames(IEnumerable<Resource> resources)
    {
        foreach (var resource in resources)
        {
            if (resource.NeedsHash)
            {
                resource.Rename($"{resource.Id.Name}-{Of(resource.Json)}");
            }
        }
    }

    // What is absent counts as an empty text, except the second store of content. kustomize means to put the name in too, but
    // always finds it empty; the same here, or names would differ.
    private static JsonObject Content(JsonObject json, string kind)
    {
        var content = new JsonObject
        {
            ["kind"] = kind,
            ["name"] = "",
            ["data"] = json["data"]?.DeepClone() ?? "",
        };
        if (kind == "Secret")
        {
            content["type"] = json["type"]?.DeepClone() ?? "";
        }

        var second = kind == "Secret" ? "stringData" : "binaryData";
        if (json[second] is JsonObject more)
        {
            content[second] = more.DeepClone();
        }

        return content;
    }
}
