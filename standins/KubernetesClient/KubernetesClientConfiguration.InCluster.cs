using System.Security.Cryptography.X509Certificates;
using k8s.Authentication;
using k8s.Exceptions;

namespace k8s;

public partial class KubernetesClientConfiguration
{
    private static readonly string ServiceAccount = Path.Combine(
        $"{Path.DirectorySeparatorChar}var", "run", "secrets", "kubernetes.io", "serviceaccount");

    /// <summary>Whether this process runs in a pod with a service account.</summary>
    public static bool IsInCluster() =>
        !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_HOST"))
        && !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_PORT"))
        && File.Exists(Path.Combine(ServiceAccount, "token"))
        && File.Exists(Path.Combine(ServiceAccount, "ca.crt"));

    /// <summary>The pod's own cluster, as the pod's service account.</summary>
    /// <exception cref="KubeConfigException">This process does not run in a pod.</exception>
    public static KubernetesClientConfiguration InClusterConfig()
    {
        if (!IsInCluster())
        {
            throw new KubeConfigException("unable to load in-cluster configuration, KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT must be defined");
        }

        string host = Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_HOST");
        string port = Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_PORT");
        string namespaceFile = Path.Combine(ServiceAccount, "namespace");
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(Path.Combine(ServiceAccount, "ca.crt"));
        return new KubernetesClientConfiguration
        {
            Host = $"https://{(host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host)}:{port}",
            TokenProvider = new TokenFileAuth(Path.Combine(ServiceAccount, "token")),
            SslCaCerts = authorities,
            Namespace = File.Exists(namespaceFile) ? File.ReadAllText(namespaceFile) : null,
        };
    }
}
