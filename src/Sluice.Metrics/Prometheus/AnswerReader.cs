using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Sluice.Metrics.Prometheus;

/// <summary>Understands what a Prometheus server, or one that speaks like it, answers to a query.</summary>
internal static class AnswerReader
{
    private const string Server = "Look at the server's own page and log.";
    private const string Configuration = "Compare address and credentials under metrics.prometheus in sluice.yaml with the server.";

    /// <param name="address">The server, for messages.</param>
    /// <param name="status">HTTP status.</param>
    /// <param name="body">The whole body.</param>
    public static PrometheusAnswer Read(string address, HttpStatusCode status, ReadOnlyMemory<byte> body)
    {
        var json = Parse(body);
        var code = ((int)status).ToString(CultureInfo.InvariantCulture);
        if (json is { } answer && Text(answer, "status") == "success" && (int)status is >= 200 and < 300 && answer.TryGetProperty("data", out var data))
        {
            return new PrometheusAnswer(data, [.. Texts(answer, "warnings"), .. Texts(answer, "infos")])
            {
                // Thanos warns where a store is missing, VictoriaMetrics has a member for it. Notes of the PromQL engine are no gaps.
                IsPartial = Texts(answer, "warnings").Any() || (answer.TryGetProperty("isPartial", out var partial) && partial.ValueKind == JsonValueKind.True),
            };
        }

        if (status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
        {
            return PrometheusAnswer.Failed($"{address} does not accept the credential ({code}).", "Compare username and password, or token, under metrics.prometheus in sluice.yaml.", isInput: true);
        }

        var said = json is { } error && Text(error, "error") is { Length: > 0 } text ? $"{Text(error, "errorType")}: {text.TrimEnd('.')}" : null;
        return status switch
        {
            HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity when said is not null =>
                PrometheusAnswer.Failed($"{address} refuses the query ({code}, {said}).", "Try the query on the server's own page.", isInput: true),
            HttpStatusCode.NotFound => PrometheusAnswer.Failed($"{address} has no /api/v1/query (404): it is not the address of a Prometheus.", Configuration, isInput: true),
            HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests => PrometheusAnswer.Failed($"{address} is busy ({code}).", Server, isTransient: true),
            >= HttpStatusCode.InternalServerError => PrometheusAnswer.Failed($"{address} failed ({code}{(said is null ? "" : $", {said}")}).", Server, isTransient: true),
            _ => PrometheusAnswer.Failed(
                json is null ? $"{address} answers {code} with something that is no JSON: it is not a Prometheus, or a login page stands before it." : $"{address} answers {code}{(said is null ? "" : $", {said}")}.",
                Configuration),
        };
    }

    private static JsonElement? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static IEnumerable<string> Texts(JsonElement json, string name) =>
        json.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Where(text => text.ValueKind == JsonValueKind.String).Select(text => text.GetString()!)
            : [];
}
