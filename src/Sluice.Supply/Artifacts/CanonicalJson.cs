using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sluice.Supply.Artifacts;

/// <summary>Records as JSON with one way to write each: members in declared order, no white space.</summary>
internal static class CanonicalJson
{
    private static readonly JsonSerializerOptions s_options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        AllowDuplicateProperties = false,
        MaxDepth = 8,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    public static byte[] Write<T>(T record) => JsonSerializer.SerializeToUtf8Bytes(record, s_options);

    /// <summary>Reads what <see cref="Write"/> wrote, and nothing else: unknown, doubled, missing or differently written members are refused.</summary>
    public static bool TryRead<T>(ReadOnlySpan<byte> utf8, int largest, [NotNullWhen(true)] out T? record, [NotNullWhen(false)] out string? error)
        where T : class
    {
        record = null;
        if (utf8.Length > largest)
        {
            error = $"it has {utf8.Length} bytes; at most {largest} are allowed";
            return false;
        }

        try
        {
            record = JsonSerializer.Deserialize<T>(utf8, s_options);
            error = record is null ? "it is the JSON value null" : Write(record).AsSpan().SequenceEqual(utf8) ? null : "it is not written the way Sluice writes it";
        }
        catch (JsonException exception)
        {
            error = exception.Message;
        }

        record = error is null ? record : null;
        return error is null;
    }
}
