namespace Sluice.Kubernetes.Api;

/// <summary>Why a request has no result.</summary>
public enum ApiErrorKind
{
    /// <summary>No connection, or it broke.</summary>
    Connection,

    /// <summary>No answer within the request's time.</summary>
    Timeout,

    /// <summary>The server's certificate is not accepted.</summary>
    Tls,

    /// <summary>A credential could not be obtained (a plugin failed, a token file is gone).</summary>
    Credentials,

    /// <summary>The server answered with an error status.</summary>
    Status,

    /// <summary>The server answered with something that is not JSON.</summary>
    Garbled,

    /// <summary>A guard did not let the request through; it was not sent.</summary>
    Guarded,
}

/// <summary>A failed request.</summary>
/// <param name="Kind">Where it failed.</param>
/// <param name="Status">HTTP status; 0 when there was none.</param>
/// <param name="Reason">The machine-readable word of a Kubernetes Status (<c>AlreadyExists</c>, <c>Expired</c>); may be empty.</param>
/// <param name="Message">For people, without a body of ours in it.</param>
/// <param name="Causes">Field by field, where the server says so.</param>
/// <param name="Request">Method and path, without query.</param>
/// <param name="RetryAfter">What the server asked to wait.</param>
public sealed record ApiError(
    ApiErrorKind Kind,
    int Status,
    string Reason,
    string Message,
    IReadOnlyList<ApiCause> Causes,
    string Request,
    TimeSpan? RetryAfter = null)
{
    public bool IsNotFound => Status == 404;

    public bool IsConflict => Status == 409 && Reason != "AlreadyExists";

    public bool AlreadyExists => Status == 409 && Reason == "AlreadyExists";

    /// <summary>A watch or a continued list asked for a revision that the server no longer has.</summary>
    public bool IsGone => Status == 410;

    /// <summary>Trying again may help without anyone changing anything.</summary>
    public bool IsTransient => Kind is ApiErrorKind.Connection or ApiErrorKind.Timeout || Status is 429 or >= 500;

    public override string ToString() => $"{Request}: {Message}";
}

/// <summary>One field that the server refuses.</summary>
public sealed record ApiCause(string Field, string Reason, string Message);
