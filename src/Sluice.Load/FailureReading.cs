using System.Net.Sockets;

namespace Sluice.Load;

/// <summary>What an exception of the HTTP client means.</summary>
internal static class FailureReading
{
    public static Failure Of(Exception problem) => new(KindOf(problem));

    private static FailureKind KindOf(Exception problem)
    {
        if (Socket(problem) is { } socket)
        {
            return KindOf(socket.SocketErrorCode);
        }

        return problem switch
        {
            HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => FailureKind.UnknownHost,
            HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => FailureKind.Tls,
            HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => FailureKind.Unreachable,
            HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded or HttpRequestError.VersionNegotiationError } => FailureKind.Protocol,
            _ => FailureKind.Closed,
        };
    }

    private static FailureKind KindOf(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => FailureKind.Refused,
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => FailureKind.UnknownHost,
        SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.NetworkDown => FailureKind.Unreachable,
        SocketError.AddressNotAvailable or SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable => FailureKind.LocalLimit,
        SocketError.TimedOut => FailureKind.Timeout,
        _ => FailureKind.Reset,
    };

    private static SocketException? Socket(Exception? problem) => problem switch
    {
        null => null,
        SocketException socket => socket,
        _ => Socket(problem.InnerException),
    };
}
