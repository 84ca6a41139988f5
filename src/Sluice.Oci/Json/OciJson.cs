using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Sluice.Oci.Json;

/// <summary>
/// One way to write JSON, so that equal documents have equal digests: no white space, members in declared order,
/// maps in ordinal order, absent members left out, no escaping beyond what JSON asks for.
/// </summary>
internal static class OciJson
{
    public static OciJsonContext Context { get; } = new(new JsonSerializerOptions
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
        MaxDepth = 32,
    });

    public static byte[] Write<T>(T document, JsonTypeInfo<T> type) => JsonSerializer.SerializeToUtf8Bytes(document, type);

    public static bool TryRead<T>(
        ReadOnlySpan<byte> utf8,
        JsonTypeInfo<T> type,
        string what,
        [NotNullWhen(true)] out T? document,
        [NotNullWhen(false)] out string? error)
        where T : class
    {
        document = null;
        error = null;
        try
        {
            document = JsonSerializer.Deserialize(utf8, type);
            error = document is null ? $"The {what} is the JSON value null." : null;
        }
        catch (JsonException exception)
        {
            error = $"The {what} cannot be read{At(exception)}: {exception.Message}";
        }

        return document is not null;
    }

    private static string At(JsonException exception)
        => string.IsNullOrEmpty(exception.Path) || exception.Message.Contains("Path:", StringComparison.Ordinal) ? "" : $" at {exception.Path}";
}

[JsonSerializable(typeof(ImageManifest))]
[JsonSerializable(typeof(ImageIndex))]
[JsonSerializable(typeof(ImageConfig))]
internal sealed partial class OciJsonContext : JsonSerializerContext;
