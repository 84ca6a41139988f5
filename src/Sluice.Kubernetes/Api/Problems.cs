using Sluice.Rollouts;

namespace Sluice.Kubernetes.Api;

/// <summary>What an API error means for the person who deploys.</summary>
internal static class Problems
{
    /// <param name="error">What the API client gave.</param>
    /// <param name="subject">What it was about, to begin the sentence with; may be empty.</param>
    public static ClusterProblem Of(ApiError error, string subject)
    {
        string lead = subject.Length == 0 ? "" : subject + ": ";
        return error.Kind switch
        {
            ApiErrorKind.Connection or ApiErrorKind.Timeout or ApiErrorKind.Garbled => new ClusterProblem(
                ClusterProblemKind.Unreachable,
                $"{lead}the API server did not answer {error.Request}: {error.Message}.",
                "kubectl version shows whether it is reachable; then run the same command again."),
            ApiErrorKind.Tls => new ClusterProblem(
                ClusterProblemKind.Tls,
                $"{lead}the API server's certificate is not accepted: {error.Message}.",
                "Compare certificate-authority and server (or tls-server-name) of the cluster in the kubeconfig."),
            ApiErrorKind.Credentials => new ClusterProblem(
                ClusterProblemKind.Unauthorized,
                $"{lead}no credential for the API server: {error.Message}.",
                "Run the credential plugin or log-in that the kubeconfig's user names by hand."),
            ApiErrorKind.Guarded => new ClusterProblem(ClusterProblemKind.LockLost, $"{lead}{error.Message}", ""),
            _ => OfStatus(error, lead),
        };
    }

    private static ClusterProblem OfStatus(ApiError error, string lead) => error.Status switch
    {
        401 => new ClusterProblem(
            ClusterProblemKind.Unauthorized,
            $"{lead}the API server does not accept the credential ({error.Request} gave 401).",
            "Log in again or renew the token; kubectl auth whoami shows who the server sees."),
        403 => new ClusterProblem(
            ClusterProblemKind.Forbidden,
            $"{lead}{error.Message}.",
            "Ask for the missing verb on the missing resource; kubectl auth can-i --list shows what is allowed."),
        404 => new ClusterProblem(ClusterProblemKind.NotFound, $"{lead}{error.Message}.", ""),
        409 => new ClusterProblem(ClusterProblemKind.Conflict, $"{lead}{error.Message}.", "Someone else changed it at the same time; run the same command again."),
        400 or 415 or 422 => new ClusterProblem(ClusterProblemKind.Invalid, $"{lead}{Detailed(error)}", "Correct the manifest; the field names follow kubectl explain."),
        _ => new ClusterProblem(
            ClusterProblemKind.Unreachable,
            $"{lead}the API server failed ({error.Request} gave {error.Status}): {error.Message}.",
            "Run the same command again when the cluster is healthy."),
    };

    private static string Detailed(ApiError error)
    {
        string causes = string.Join("; ", error.Causes.Where(c => c.Field.Length > 0).Select(c => $"{c.Field}: {c.Message}"));
        return causes.Length == 0 ? $"{error.Message}." : $"{causes}.";
    }
}
