using System.Globalization;

namespace Sluice.Load;

/// <summary>Ways to fail.</summary>
public enum FailureKind
{
    /// <summary>Nobody listens there.</summary>
    Refused,

    /// <summary>The connection was reset.</summary>
    Reset,

    /// <summary>The connection was closed before an answer, or in the middle of one.</summary>
    Closed,

    /// <summary>No answer in time.</summary>
    Timeout,

    /// <summary>There is no way to the host.</summary>
    Unreachable,

    /// <summary>The host's name is unknown.</summary>
    UnknownHost,

    /// <summary>TLS did not come about.</summary>
    Tls,

    /// <summary>What came is not HTTP.</summary>
    Protocol,

    /// <summary>An answer with a status of 400 or above.</summary>
    Status,

    /// <summary>This machine had no free port or file handle left; the service is not to blame.</summary>
    LocalLimit,

    /// <summary>Not even sent: too many requests waited for their answers.</summary>
    NotSent,
}

/// <summary>Why a request failed.</summary>
/// <param name="Kind">In which way.</param>
/// <param name="Code">The answer's status; 0 where there was none.</param>
public readonly record struct Failure(FailureKind Kind, int Code = 0)
{
    /// <summary>One or two words: <c>refused</c>, <c>HTTP 503</c>.</summary>
    public override string ToString() => Kind switch
    {
        FailureKind.Status => string.Create(CultureInfo.InvariantCulture, $"HTTP {Code}"),
        FailureKind.UnknownHost => "unknown host",
        FailureKind.LocalLimit => "limit of this machine",
        FailureKind.NotSent => "not sent",
        FailureKind.Tls => "TLS",
        FailureKind.Refused => "refused",
        FailureKind.Reset => "reset",
        FailureKind.Closed => "closed",
        FailureKind.Timeout => "timeout",
        FailureKind.Unreachable => "unreachable",
        _ => "protocol",
    };
}
