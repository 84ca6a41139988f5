using System.ComponentModel;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Sluice.Kubernetes.Api;

/// <summary>Turns what a transport throws into an error value.</summary>
internal static class ApiFailures
{
    /// <summary>Null for exceptions that are nobody's expected failure.</summary>
    public static ApiError? Read(Exception exception, ApiRequest request, TimeSpan limit) => exception switch
    {
        OperationCanceledException => Error(request, ApiErrorKind.Timeout, $"no answer within {limit.TotalSeconds:0.#} s"),
        HttpRequestException { InnerException: AuthenticationException tls } => Error(request, ApiErrorKind.Tls, Innermost(tls)),
        HttpRequestException broken => Error(request, ApiErrorKind.Connection, Connection(broken)),
        CredentialException missing => Error(request, ApiErrorKind.Credentials, missing.Message),
        IOException broken => Error(request, ApiErrorKind.Connection, Innermost(broken)),
        _ => null,
    };

    private static ApiError Error(ApiRequest request, ApiErrorKind kind, string message) => new(kind, 0, "", message, [], request.Name);

    private static string Connection(HttpRequestException broken) => broken.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => "the host name is unknown",
        HttpRequestError.ConnectionError when Find<SocketException>(broken) is { SocketErrorCode: SocketError.ConnectionRefused } => "connection refused",
        _ => Innermost(broken),
    };

    private static T? Find<T>(Exception? exception)
        where T : Win32Exception
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is T found)
            {
                return found;
            }
        }

        return null;
    }

    private static string Innermost(Exception exception)
    {
        while (exception.InnerException is { } inner)
        {
            exception = inner;
        }

        return exception.Message;
    }
}
