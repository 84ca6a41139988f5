namespace Sluice.Rollouts;

/// <summary>What kind of trouble the cluster gave.</summary>
public enum ClusterProblemKind
{
    /// <summary>No answer, a broken connection, a server error that did not go away.</summary>
    Unreachable,

    /// <summary>The server's certificate is not accepted.</summary>
    Tls,

    /// <summary>The server does not know who asks (401), or a credential could not be obtained.</summary>
    Unauthorized,

    /// <summary>Who asks may not do this (403).</summary>
    Forbidden,

    /// <summary>What the request names is not there (404).</summary>
    NotFound,

    /// <summary>Someone else wrote in between (409).</summary>
    Conflict,

    /// <summary>The server refuses the content (400, 422).</summary>
    Invalid,

    /// <summary>The kubeconfig or one of its parts cannot be used.</summary>
    Configuration,

    /// <summary>This run does not hold the environment's lock (any more), so nothing was sent.</summary>
    LockLost,
}

/// <summary>One thing that went wrong with the cluster, ready to be shown.</summary>
/// <param name="Kind">For decisions such as the exit code.</param>
/// <param name="What">What is wrong and where, in one or two sentences.</param>
/// <param name="Next">What to type or to look at next; empty when nothing helps.</param>
public sealed record ClusterProblem(ClusterProblemKind Kind, string What, string Next)
{
    /// <summary>Whether the input is to blame (exit 2) rather than the infrastructure (exit 5).</summary>
    public bool IsInput => Kind is ClusterProblemKind.Invalid or ClusterProblemKind.Configuration;

    public override string ToString() => Next.Length == 0 ? What : $"{What} Next: {Next}";
}
