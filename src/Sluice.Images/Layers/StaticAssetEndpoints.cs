using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sluice.Images.Layers;

/// <summary>
/// <c>*.staticwebassets.endpoints.json</c> lists what MapStaticAssets serves, with the time of the checkout or of the
/// compression as Last-Modified. Those times are replaced by the layer's, the only thing in a publish folder that depends on the clock.
/// </summary>
internal static class StaticAssetEndpoints
{
    public const string FileSuffix = ".staticwebassets.endpoints.json";

    /// <exception cref="JsonException">The file is not JSON.</exception>
    public static byte[] WithTime(ReadOnlySpan<byte> manifest, DateTimeOffset time)
    {
        var root = JsonNode.Parse(manifest);
        var headers = root?["Endpoints"]?.AsArray().SelectMany(endpoint => endpoint?["ResponseHeaders"]?.AsArray() ?? []) ?? [];
        foreach (var header in headers.OfType<JsonObject>().Where(header => string.Equals((string?)header["Name"], "Last-Modified", StringComparison.OrdinalIgnoreCase)))
        {
            header["Value"] = time.ToString("R", CultureInfo.InvariantCulture);
        }

        return JsonSerializer.SerializeToUtf8Bytes(root);
    }
}
