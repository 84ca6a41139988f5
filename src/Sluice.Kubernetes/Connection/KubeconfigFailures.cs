using System.Security.Cryptography;
using k8s.Exceptions;
using Sluice.Rollouts;
using YamlDotNet.Core;

namespace Sluice.Kubernetes.Connection;

/// <summary>What can go wrong with the files that a kubeconfig consists of.</summary>
internal static class KubeconfigFailures
{
    public static bool IsExpected(Exception exception) => exception
        is KubeConfigException or YamlException or IOException or UnauthorizedAccessException or CryptographicException or FormatException or ArgumentException;

    public static ClusterProblem Unusable(string where, Exception exception) => new(
        ClusterProblemKind.Configuration,
        $"{where}: {exception.Message.TrimEnd('.')}.",
        "kubectl config view shows what the kubeconfig says.");
}
