using System.Net;
using System.Text.Json;

namespace Sluice.Oci.Registry;

/// <summary>Turns a registry's refusal, or its silence, into an error that says what to do.</summary>
internal static class RegistryRefusal
{
    private const int LongestDetail = 300;
    private const int LongestBody = 1 << 14;

    public static async Task<RegistryError> ReadAsync(ImageReference where, RegistryRequest request, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var (code, detail) = await DetailAsync(response, cancellationToken).ConfigureAwait(false);
        var status = response.StatusCode;
        var kind = KindOf(status, code);
        var said = detail.Length == 0 ? "" : $" The registry says: {detail}.";
        var right = request.Writes ? "push to" : "pull from";
        var message = kind switch
        {
            RegistryErrorKind.Unauthorized => $"{where.Host} asks for a login to {right} {where.Repository}. Type: docker login {where.Host}, then run again.",
            RegistryErrorKind.Forbidden => $"{where.Host} does not allow this login to {right} {where.Repository}. Ask its owner for the right, or log in as another user: docker login {where.Host}.",
            RegistryErrorKind.NotFound => $"{where.Host} has no {where.Repository}. Check the name.",
            RegistryErrorKind.RateLimited => $"{where.Host} limits requests (429){Wait(response)}. Run again later, or log in: a login often has a higher limit.",
            RegistryErrorKind.Quota => $"{where.Host} has no room left for {where.Repository} ({(int)status}). Delete images there or raise the quota, then run again.",
            RegistryErrorKind.ServerError => $"{where.Host} answered {(int)status} again and again for {where.Repository}. Look at the registry's own log, then run again.",
            RegistryErrorKind.DigestMismatch => $"{where.Host} received other bytes for {where.Repository} than their digest says. Run again; if it stays, look at proxies on the way.",
            _ => $"{where.Host} refused {request.Method} for {where.Repository} ({(int)status}).",
        };
        return RegistryError.For(where, kind, message + said, status);
    }

    public static RegistryError Unreachable(ImageReference where, Exception exception)
    {
        var cause = exception.InnerException is System.Net.Sockets.SocketException socket ? socket.Message : exception.Message;
        return RegistryError.For(
            where,
            RegistryErrorKind.Unreachable,
            $"{where.Host} cannot be reached for {where.Repository}: {Line(cause)}. Check that the registry runs and that its address is right, then run again.");
    }

    public static RegistryError NotFound(ImageReference where, string what)
        => RegistryError.For(where, RegistryErrorKind.NotFound, $"{where.Host} has no {what} in {where.Repository}. Check the name, or push it first.", HttpStatusCode.NotFound);

    public static RegistryError Invalid(ImageReference where, string what)
        => RegistryError.For(where, RegistryErrorKind.InvalidContent, $"{where.Host} answered against the distribution specification for {where.Repository}: {what}. Check that the address is a registry's.");

    public static RegistryError LocalStorage(ImageReference where, Exception exception)
        => RegistryError.For(where, RegistryErrorKind.LocalStorage, $"{where}: {exception.Message} Make room or correct the rights there, then run again.");

    private static RegistryErrorKind KindOf(HttpStatusCode status, string code)
        => status switch
        {
            HttpStatusCode.Unauthorized => RegistryErrorKind.Unauthorized,
            HttpStatusCode.InsufficientStorage or HttpStatusCode.RequestEntityTooLarge => RegistryErrorKind.Quota,
            _ when code.Contains("QUOTA", StringComparison.OrdinalIgnoreCase) => RegistryErrorKind.Quota,
            HttpStatusCode.Forbidden => RegistryErrorKind.Forbidden,
            HttpStatusCode.NotFound => RegistryErrorKind.NotFound,
            HttpStatusCode.TooManyRequests => RegistryErrorKind.RateLimited,
            _ when code == "DIGEST_INVALID" => RegistryErrorKind.DigestMismatch,
            _ => (int)status >= 500 ? RegistryErrorKind.ServerError : RegistryErrorKind.Rejected,
        };

    private static string Wait(HttpResponseMessage response)
        => response.Headers.RetryAfter?.Delta is { } delta ? $" and asks to wait {delta.TotalSeconds:0} s" : "";

    private static async Task<(string Code, string Detail)> DetailAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            var body = new byte[LongestBody];
            await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            var count = await stream.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            using var json = JsonDocument.Parse(body.AsMemory(0, count));
            var first = json.RootElement.GetProperty("errors")[0];
            var code = first.GetProperty("code").GetString() ?? "";
            return (code, Line(first.TryGetProperty("message", out var message) ? $"{code}: {message}" : code));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or IndexOutOfRangeException or IOException or HttpRequestException)
        {
            return ("", "");
        }
    }

    private static string Line(string text)
    {
        var line = new string([.. text.Where(character => !char.IsControl(character))]).TrimEnd('.');
        return line.Length > LongestDetail ? line[..LongestDetail] + "…" : line;
    }
}
