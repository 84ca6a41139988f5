using System.Text;
using Sluice.Kubernetes.Connection.Kubeconfigs;
using Sluice.Rollouts;

namespace Sluice.Kubernetes.Connection.Tls;

/// <summary>PEM text that a kubeconfig holds in base64 or names a file for; as with kubectl, data goes before file.</summary>
internal static class Pem
{
    /// <summary>Null when neither is there, or when what is there cannot be read, which is reported.</summary>
    public static string? Read(string? data, string? file, string key, KubeconfigPlace place, List<ClusterProblem> problems)
    {
        if (!string.IsNullOrEmpty(data))
        {
            byte[] bytes = new byte[data.Length];
            if (Convert.TryFromBase64String(data, bytes, out int length))
            {
                return Encoding.UTF8.GetString(bytes, 0, length);
            }

            problems.Add(Unusable($"{place}: {key}-data is not base64."));
            return null;
        }

        if (string.IsNullOrEmpty(file))
        {
            return null;
        }

        string path = place.Absolute(file);
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add(Unusable($"{place}: {key} {path} cannot be read: {e.Message.TrimEnd('.')}."));
            return null;
        }
    }

    public static ClusterProblem Unusable(string what) => new(ClusterProblemKind.Configuration, what, "kubectl config view shows what the kubeconfig says.");
}
