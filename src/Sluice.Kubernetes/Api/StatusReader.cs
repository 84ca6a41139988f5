using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sluice.Kubernetes.Api;

/// <summary>Reads the Status object of an error answer.</summary>
internal static class StatusReader
{
    private const int MaximumMessage = 2000;

    // The server's decoder quotes the request around the place of the error; in a Secret that is the secret.
    private const string QuotedBody = "error found in #";

    private const string UntypedObject = "failed to create typed patch object";

    public static ApiError Read(ApiRequest request, HttpResponseMessage response, byte[] body)
    {
        int status = (int)response.StatusCode;
        TimeSpan? retryAfter = response.Headers.RetryAfter?.Delta;
        JsonObject? json = Parse(body);
        string message = json is null ? PlainMessage(response, body) : Text(json["message"]);
        if (message.Length == 0)
        {
            message = $"HTTP status {status}";
        }

        return Untyped(request, Read(request, json, status, message)) with { RetryAfter = retryAfter };
    }

    /// <summary>The Status that a watch sends as its last event.</summary>
    public static ApiError Read(ApiRequest request, JsonObject status)
    {
        int code = status["code"] is JsonValue value && value.TryGetValue(out int number) ? number : 500;
        return Read(request, status, code, Text(status["message"]));
    }

    private static ApiError Read(ApiRequest request, JsonObject? json, int status, string message) => new(
        ApiErrorKind.Status,
        status,
        Text(json?["reason"]),
        Safe(request, message),
        [.. (json?["details"]?["causes"] as JsonArray ?? []).OfType<JsonObject>()
            .Select(c => new ApiCause(Text(c["field"]), Text(c["reason"]), Safe(request, Text(c["message"]))))],
        request.Name);

    /// <summary>
    /// Servers answer an applied object that does not fit its schema with 500, as if it were their own failure, and name the
    /// fields in the message only. To us it is what it is: content that is refused, and not worth sending again.
    /// </summary>
    private static ApiError Untyped(ApiRequest request, ApiError error)
    {
        if (error.Status != 500 || !error.Message.StartsWith(UntypedObject, StringComparison.Ordinal))
        {
            return error;
        }

        string list = error.Message[(error.Message.IndexOf(": ", StringComparison.Ordinal) + 2)..];
        ApiCause[] causes = [.. list.Split('\n', StringSplitOptions.TrimEntries)
            .Where(line => line.StartsWith('.') && line.Contains(": ", StringComparison.Ordinal))
            .Select(line => line.Split(": ", 2))
            .Select(parts => new ApiCause(parts[0][1..], "FieldValueInvalid", request.ConcernsSecrets ? WithoutValue(parts[1]) : parts[1]))];
        return error with { Status = 422, Reason = "Invalid", Causes = causes, Message = request.ConcernsSecrets ? "the Secret does not fit its schema" : error.Message };
    }

    /// <summary><c>expected string, got …</c> goes on with the value.</summary>
    private static string WithoutValue(string message) =>
        message.IndexOf(", got ", StringComparison.Ordinal) is var at and >= 0 ? message[..at] : message;

    private static string Safe(ApiRequest request, string message)
    {
        if (request.ConcernsSecrets && message.IndexOf(QuotedBody, StringComparison.Ordinal) is var quote and >= 0)
        {
            message = message[..quote].TrimEnd(' ', ',') + " (the rest quotes the Secret and is left out)";
        }

        return message.Length <= MaximumMessage ? message : string.Concat(message.AsSpan(0, MaximumMessage), "…");
    }

    private static string PlainMessage(HttpResponseMessage response, byte[] body)
    {
        bool readable = response.Content.Headers.ContentType?.MediaType == "text/plain";
        return readable ? Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, 300))).Trim() : "";
    }

    private static JsonObject? Parse(byte[] body)
    {
        try
        {
            return body.Length == 0 ? null : JsonNode.Parse(body) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : "";
}
