using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sluice.Sandbox.Api.Http;

/// <summary>Writes documents.</summary>
internal static class Responses
{
    public static async Task WriteJsonAsync(this HttpContext http, int code, JsonNode document)
    {
        http.Response.StatusCode = code;
        http.Response.ContentType = "application/json";
        await http.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(document), http.RequestAborted).ConfigureAwait(false);
    }

    public static Task WriteStatusAsync(this HttpContext http, StatusException refusal) =>
        http.WriteJsonAsync(refusal.Code, refusal.Document());

    /// <summary>Texts kubectl shows as <c>Warning: …</c>.</summary>
    public static void AddWarnings(this HttpContext http, IEnumerable<string> warnings)
    {
        foreach (string text in warnings.Distinct())
        {
            string safe = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
            http.Response.Headers.Append("Warning", $"299 - \"{new string([.. safe.Select(c => char.IsControl(c) || c > 126 ? '?' : c)])}\"");
        }
    }
}
