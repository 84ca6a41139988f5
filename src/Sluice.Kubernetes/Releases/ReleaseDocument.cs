using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Sluice.Manifests;
using Sluice.Rollouts;
using Sluice.Rollouts.Releases;

namespace Sluice.Kubernetes.Releases;

/// <summary>A stored release as bytes: gzip over JSON. Pure.</summary>
internal static partial class ReleaseDocument
{
    private const int Format = 1;

    /// <summary>Far more than a release has; a longer text is not one of ours.</summary>
    private const int LongestText = 256 * 1024 * 1024;

    public static byte[] Write(StoredRelease release)
    {
        var document = new Document(Format, release.Key, release.Services, [.. release.Objects.Select(o => new Item(o.Source, o.Json))]);
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            JsonSerializer.Serialize(gzip, document, ReleaseJson.Default.Document);
        }

        return packed.ToArray();
    }

    /// <summary>Null when the bytes are not a release that this version of Sluice reads.</summary>
    public static StoredRelease? Read(byte[] packed)
    {
        try
        {
            using var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
            using var text = new MemoryStream();
            var buffer = new byte[81920];
            for (int count = gzip.Read(buffer); count > 0; count = gzip.Read(buffer))
            {
                if (text.Length + count > LongestText)
                {
                    return null;
                }

                text.Write(buffer, 0, count);
            }

            text.Position = 0;
            return JsonSerializer.Deserialize(text, ReleaseJson.Default.Document) is { Format: Format } document
                ? new StoredRelease(document.Key, [.. document.Objects.Select(o => new ManifestObject(o.Json, o.Source))], document.Services)
                : null;
        }
        catch (Exception problem) when (problem is JsonException or InvalidDataException)
        {
            return null;
        }
    }

    private sealed record Document(int Format, string Key, IReadOnlyList<ServiceTarget> Services, IReadOnlyList<Item> Objects);

    private sealed record Item(string Source, JsonObject Json);

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
    [JsonSerializable(typeof(Document))]
    private sealed partial class ReleaseJson : JsonSerializerContext;
}
