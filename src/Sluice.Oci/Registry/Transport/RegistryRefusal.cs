using System.Net;
using System.Text.Json;

namespace Sluice.Oci.Registry;

/// <summary>Turns a registry's refusal, or its silence, into an error that says what to do.</summary>
internal static class RegistryRefusal
{
    private const int LongestDetail = 300;
    private const int LongestBody = 1 << 14;

    /// <summary>The error of an answer with a status of 400 or more.</summary>
    public static async Task<RegistryError> ReadAsync(
        ImageReference where, RegistryRequest request, HttpResponseMessage response, RegistryLogin login, CancellationToken cancellationToken)
    {
        var (code, detail) = await DetailAsync(response, cancellationToken).ConfigureAwait(false);
        var status = response.StatusCode;
        var kind = KindOf(status, code, detail, request.Writes);
        var said = detail.Length == 0 ? "" : $" The registry says: {detail}.";
        var wait = RetryAfter(response);
        return RegistryError.For(where, kind, Sentence(where, request, status, kind, login, wait) + said, status) with
        {
            RetryAfter = wait,
            IsTransient = kind is RegistryErrorKind.RateLimited or RegistryErrorKind.ServerError || status == HttpStatusCode.RequestTimeout,
        };
    }

    /// <summary>No connection, or one that broke; may pass.</summary>
    public static RegistryError Unreachable(ImageReference where, Exception exception)
    {
        var cause = exception.InnerException is System.Net.Sockets.SocketException socket ? socket.Message : exception.Message;
        var message = $"{where.Host} cannot be reached for {where.Repository}: {Line(cause)}. Check that the registry runs and that its address is right, then run again.";
        return RegistryError.For(where, RegistryErrorKind.Unreachable, message) with { IsTransient = true };
    }

    public static RegistryError NotFound(ImageReference where, string what)
        => RegistryError.For(where, RegistryErrorKind.NotFound, $"{where.Host} has no {what} in {where.Repository}. Check the name, or push it first.", HttpStatusCode.NotFound);

    public static RegistryError Invalid(ImageReference where, string what)
        => RegistryError.For(where, RegistryErrorKind.InvalidContent, $"{where.Host} answered against the distribution specification for {where.Repository}: {what}. Check that the address is a registry's.");

    /// <summary>The registry names or stores other bytes than it was asked for.</summary>
    public static RegistryError Mismatch(ImageReference where, string what, Digest wanted, Digest got)
        => RegistryError.For(where, RegistryErrorKind.DigestMismatch, $"{where.Name}: {what} is {got}, not {wanted}. Nothing of it is used; look at the registry and at proxies on the way.");

    public static RegistryError LocalStorage(ImageReference where, Exception exception)
        => RegistryError.For(where, RegistryErrorKind.LocalStorage, $"{where}: {exception.Message} Make room or correct the rights there, then run again.");

    private static string Sentence(ImageReference where, RegistryRequest request, HttpStatusCode status, RegistryErrorKind kind, RegistryLogin login, TimeSpan? wait)
    {
        var act = request.Writes ? "push to" : "pull from";
        var number = (int)status;
        return kind switch
        {
            RegistryErrorKind.Unauthorized when login.Who is not null => $"{where.Host} refuses the login {login.Who} to {act} {where.Repository}. Type: docker login {where.Host}, then run again.",
            RegistryErrorKind.Unauthorized => $"{where.Host} asks for a login to {act} {where.Repository}. Type: docker login {where.Host}, then run again.{Because(login)}",
            RegistryErrorKind.Forbidden when login.Who is not null => $"{where.Host} does not allow the login {login.Who} to {act} {where.Repository}. Ask its owner for the right, or log in as another user: docker login {where.Host}.",
            RegistryErrorKind.Forbidden => $"{where.Host} does not allow to {act} {where.Repository} without a login. Type: docker login {where.Host}, then run again.{Because(login)}",
            RegistryErrorKind.NotFound => $"{where.Host} has no {where.Repository}. Check the name.",
            RegistryErrorKind.ReadOnly => $"{where.Host} takes no pushes: it is in read-only mode or a cache of another registry ({number}). Push to another registry, or have its owner end the mode, then run again.",
            RegistryErrorKind.RateLimited => $"{where.Host} limits requests (429){(wait is { } time ? $" and asks to wait {time.TotalSeconds:0} s" : "")}. Run again later, or log in: a login often has a higher limit.",
            RegistryErrorKind.Quota => $"{where.Host} has no room left for {where.Repository} ({number}). Delete images there or raise the quota, then run again.",
            RegistryErrorKind.ServerError => $"{where.Host} answered {number} again and again for {where.Repository}. Look at the registry's own log, then run again.",
            RegistryErrorKind.DigestMismatch => $"{where.Host} received other bytes for {where.Repository} than their digest says. Run again; if it stays, look at proxies on the way.",
            _ => $"{where.Host} refused {request.Method} for {where.Repository} ({number}).",
        };
    }

    private static string Because(RegistryLogin login) => login.Problem is null ? "" : $" {login.Problem}";

    private static RegistryErrorKind KindOf(HttpStatusCode status, string code, string detail, bool writes)
        => status switch
        {
            HttpStatusCode.Unauthorized => RegistryErrorKind.Unauthorized,
            HttpStatusCode.InsufficientStorage or HttpStatusCode.RequestEntityTooLarge => RegistryErrorKind.Quota,
            _ when (int)status < 500 && (Says(code, "QUOTA") || Says(detail, "quota") || Says(detail, "upper limit")) => RegistryErrorKind.Quota,
            HttpStatusCode.MethodNotAllowed when writes => RegistryErrorKind.ReadOnly,
            HttpStatusCode.Forbidden when Says(detail, "read only") || Says(detail, "read-only") || Says(detail, "readonly") => RegistryErrorKind.ReadOnly,
            HttpStatusCode.Forbidden => RegistryErrorKind.Forbidden,
            HttpStatusCode.NotFound => RegistryErrorKind.NotFound,
            HttpStatusCode.TooManyRequests => RegistryErrorKind.RateLimited,
            HttpStatusCode.NotImplemented => RegistryErrorKind.Rejected,
            _ when code == "DIGEST_INVALID" => RegistryErrorKind.DigestMismatch,
            _ => (int)status >= 500 ? RegistryErrorKind.ServerError : RegistryErrorKind.Rejected,
        };

    private static bool Says(string text, string word) => text.Contains(word, StringComparison.OrdinalIgnoreCase);

    /// <summary>A date is measured against the registry's own clock, which need not agree with ours.</summary>
    private static TimeSpan? RetryAfter(HttpResponseMessage response)
        => response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } when response.Headers.Date is { } now => date > now ? date - now : TimeSpan.Zero,
            _ => null,
        };

    /// <summary>What the body says; a body that does not come, or is none of the specification's, says nothing.</summary>
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
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or IndexOutOfRangeException || RegistryTransport.IsBroken(exception))
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
