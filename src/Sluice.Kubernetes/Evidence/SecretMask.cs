using System.Text;
using System.Text.Json.Nodes;
using Sluice.Kubernetes.Readiness;

namespace Sluice.Kubernetes.Evidence;

/// <summary>Takes the values of Secrets out of texts. Pure.</summary>
internal sealed class SecretMask
{
    private const string Masked = "***";

    /// <summary>Shorter values (a port, a yes) would take words out of every line and hide nothing.</summary>
    private const int ShortestValue = 6;

    private readonly string[] values;

    /// <param name="secrets">Secrets as the API gives them.</param>
    public SecretMask(IEnumerable<JsonObject> secrets) => values =
    [
        .. secrets
            .SelectMany(s => (s["data"] as JsonObject ?? []).Select(d => Decode(Json.Text(d.Value))))
            .SelectMany(v => v.Split('\n').Append(v)) // a key of many lines may come line by line
            .Select(v => v.Trim())
            .Where(v => v.Length >= ShortestValue)
            .Distinct(StringComparer.Ordinal)
            .OrderByDescending(v => v.Length),
    ];

    public string Apply(string text) => values.Aggregate(text, (masked, value) => masked.Replace(value, Masked, StringComparison.Ordinal));

    private static string Decode(string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out int length) ? Encoding.UTF8.GetString(bytes, 0, length) : "";
    }
}
