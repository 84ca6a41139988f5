using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Sluice.Kubernetes.Readiness;
using Sluice.Manifests.Releases;

namespace Sluice.Kubernetes.Releases;

/// <summary>Bytes as one Secret, or as several where they do not fit into one. Pure.</summary>
internal static class SegmentedSecret
{
    /// <summary>Bytes of one segment before base64 adds a third: 256 KiB with it.</summary>
    public const int SegmentBytes = 192 * 1024;

    public const string Label = SluiceLabels.Prefix + "release";
    public const string Type = SluiceLabels.Prefix + "release";
    private const string Key = "release.json.gz";
    private const string Segments = SluiceLabels.Prefix + "segments";
    private const string Checksum = SluiceLabels.Prefix + "checksum";

    /// <summary>The Secrets in the order in which they are written: the one that makes the others count comes last.</summary>
    public static IReadOnlyList<JsonObject> Split(string key, byte[] content, string ns)
    {
        byte[][] parts = [.. content.Chunk(SegmentBytes)];
        string checksum = Convert.ToHexStringLower(SHA256.HashData(content));
        return [.. parts.Select((part, at) => Secret(key, part, at, parts.Length, checksum, ns)).Reverse()];
    }

    /// <summary>The bytes; null when a segment is missing, or one is of another content.</summary>
    public static byte[]? Join(string key, IReadOnlyDictionary<string, JsonObject> byName)
    {
        if (!byName.TryGetValue(Name(key, 0), out JsonObject? head) || !int.TryParse(Annotation(head, Segments), NumberStyles.None, CultureInfo.InvariantCulture, out int count))
        {
            return null;
        }

        var content = new List<byte>();
        for (int at = 0; at < count; at++)
        {
            if (byName.GetValueOrDefault(Name(key, at)) is not { } segment || Bytes(segment) is not { } part)
            {
                return null;
            }

            content.AddRange(part);
        }

        byte[] whole = [.. content];
        return Convert.ToHexStringLower(SHA256.HashData(whole)) == Annotation(head, Checksum) ? whole : null;
    }

    /// <summary>Name of a segment; the first is what people look for.</summary>
    public static string Name(string key, int at) =>
        at == 0 ? $"sluice-release-{key}" : $"sluice-release-{key}-{at.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>The release that a Secret belongs to.</summary>
    public static string KeyOf(JsonObject secret) => Json.Text(secret["metadata"]?["labels"]?[Label]);

    private static JsonObject Secret(string key, byte[] part, int at, int count, string checksum, string ns) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Secret",
        ["type"] = Type,
        ["metadata"] = new JsonObject
        {
            ["name"] = Name(key, at),
            ["namespace"] = ns,
            ["labels"] = new JsonObject { ["app.kubernetes.io/managed-by"] = "sluice", [Label] = key },
            ["annotations"] = new JsonObject { [Segments] = count.ToString(CultureInfo.InvariantCulture), [Checksum] = checksum },
        },
        ["data"] = new JsonObject { [Key] = Convert.ToBase64String(part) },
    };

    private static string Annotation(JsonObject secret, string name) => Json.Text(secret["metadata"]?["annotations"]?[name]);

    private static byte[]? Bytes(JsonObject secret)
    {
        var text = Json.Text(secret["data"]?[Key]);
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out int length) ? bytes[..length] : null;
    }
}
