using System.Text;
using System.Text.Json.Nodes;
using Sluice.Manifests.Json;

namespace Sluice.Manifests.Releases;

/// <summary>The values that Secrets hold, in clear.</summary>
public static class SecretContents
{
    /// <summary>Every value of <c>data</c> and <c>stringData</c> of every Secret among the objects; what is no text in its base64 form.</summary>
    public static IEnumerable<string> Of(IEnumerable<ManifestObject> objects) => objects
        .Where(item => item is { Kind: "Secret", ApiVersion: "v1" })
        .SelectMany(item => Values(item.Json["data"]).SelectMany(Clear).Concat(Values(item.Json["stringData"])));

    private static IEnumerable<string> Values(JsonNode? map) => (map as JsonObject ?? []).Select(entry => entry.Value.Text()).OfType<string>();

    private static IEnumerable<string> Clear(string base64)
    {
        yield return base64;
        var bytes = new byte[base64.Length];
        if (Convert.TryFromBase64String(base64, bytes, out var length))
        {
            yield return Encoding.UTF8.GetString(bytes, 0, length);
        }
    }
}
