using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sluice.Sandbox.Api.Http;

/// <summary>Reads the document of a request: JSON, or YAML where the content type says so.</summary>
internal static class RequestBody
{
    private const int MaxBytes = 3 << 20;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 128 };

    /// <returns><see langword="null"/> for an empty body.</returns>
    /// <exception cref="StatusException">It is too large (413), not of a type we read (415), or cannot be parsed (400).</exception>
    public static async Task<JsonNode?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        byte[] chunk = new byte[16384];
        int read;
        while ((read = await request.Body.ReadAsync(chunk, cancellationToken).ConfigureAwait(false)) > 0)
        {
            buffer.Write(chunk, 0, read);
            if (buffer.Length > MaxBytes)
            {
                throw new StatusException(413, "RequestEntityTooLarge", $"the request is larger than {MaxBytes} bytes; a ConfigMap or Secret holds at most 1 MiB");
            }
        }

        return buffer.Length == 0 ? null : Parse(buffer.ToArray(), MediaType(request));
    }

    /// <summary>The content type without its parameters; JSON when none is said.</summary>
    public static string MediaType(HttpRequest request) =>
        (request.ContentType ?? "application/json").Split(';')[0].Trim().ToLowerInvariant();

    private static JsonNode? Parse(byte[] bytes, string type)
    {
        if (type.Contains("protobuf", StringComparison.Ordinal) || type.Contains("cbor", StringComparison.Ordinal))
        {
            return ProtobufBody.Parse(bytes) ?? throw Unsupported(type, "application/json, application/yaml");
        }

        try
        {
            return type.Contains("yaml", StringComparison.Ordinal)
                ? YamlBody.Parse(Encoding.UTF8.GetString(bytes))
                : JsonNode.Parse(bytes, documentOptions: Strict);
        }
        catch (JsonException e)
        {
            throw StatusException.BadRequest($"the request's body is not valid JSON (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}): {e.Message.Split(" LineNumber")[0]}");
        }
    }

    public static StatusException Unsupported(string type, string allowed) =>
        new(415, "UnsupportedMediaType", $"the body of the request was in an unknown format ({type}) - accepted media types include: {allowed}");
}
