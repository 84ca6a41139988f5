using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sluice.Kubernetes.Connection.Credentials;
using Sluice.Kubernetes.Connection.Tls;
using Sluice.Rollouts;

namespace Sluice.Kubernetes.Connection;

/// <summary>The cluster whose pod this process runs in, as that pod's service account.</summary>
internal static class PodCluster
{
    public const string ServiceAccount = "/var/run/secrets/kubernetes.io/serviceaccount";

    private const string Where = "this pod's cluster";

    /// <summary>Null outside of a pod.</summary>
    /// <param name="variable">Environment variables.</param>
    /// <param name="folder">Where the service account's files are.</param>
    /// <param name="onSecret">Told of each token.</param>
    public static ClusterResult<ResolvedContext>? Find(Func<string, string?> variable, string folder, Action<string> onSecret)
    {
        string token = Path.Combine(folder, "token"), authority = Path.Combine(folder, "ca.crt");
        if (variable("KUBERNETES_SERVICE_HOST") is not { Length: > 0 } host || variable("KUBERNETES_SERVICE_PORT") is not { Length: > 0 } port || !File.Exists(token) || !File.Exists(authority))
        {
            return null;
        }

        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPemFile(authority);
            if (authorities.Count == 0)
            {
                return Failed($"{authority} has no certificate in PEM form", folder);
            }

            string ns = Path.Combine(folder, "namespace");
            var address = new Uri($"https://{(host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host)}:{port}");
            return ClusterResult<ResolvedContext>.Ok(new ResolvedContext(
                Where,
                "",
                File.Exists(ns) ? File.ReadAllText(ns).Trim() : "",
                new ServerSettings(address, new ServerTrust(authorities, address.IdnHost)),
                new Credential { Tokens = new TokenFile(token, onSecret) },
                null));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or UriFormatException)
        {
            return Failed(e.Message.TrimEnd('.'), folder);
        }
    }

    private static ClusterResult<ResolvedContext> Failed(string why, string folder) => ClusterResult<ResolvedContext>.Failed(
        new ClusterProblem(ClusterProblemKind.Configuration, $"{Where}: {why}.", $"Look at {folder} in the pod, or name a kubeconfig."));
}
