using k8s;
using k8s.KubeConfigModels;
using Sluice.Rollouts;

namespace Sluice.Kubernetes.Connection;

/// <summary>Finds the kubeconfig files and merges them by kubectl's rules: the first to name something wins.</summary>
internal static class KubeconfigFiles
{
    public const string Variable = "KUBECONFIG";

    /// <summary>The files to read, in order; of several only those that exist.</summary>
    public static ClusterResult<IReadOnlyList<string>> Locate(string? given, string? variable, string fallback)
    {
        string source = given is not null ? "the given kubeconfig" : variable is { Length: > 0 } ? $"the variable {Variable}" : "the default kubeconfig";
        string list = given ?? (variable is { Length: > 0 } ? variable : fallback);
        string[] files = [.. list
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(f => f.Trim('"'))];
        string[] present = [.. files.Where(File.Exists)];
        return present.Length > 0
            ? ClusterResult<IReadOnlyList<string>>.Ok(present)
            : ClusterResult<IReadOnlyList<string>>.Failed(new ClusterProblem(
                ClusterProblemKind.Configuration,
                $"No kubeconfig: {source} names {string.Join(" and ", files)}, and there is no such file.",
                $"Set {Variable} to your kubeconfig, or say cluster: sandbox in sluice.yaml to use the sandbox."));
    }

    /// <summary>Reads and merges; every unreadable file is reported.</summary>
    public static ClusterResult<K8SConfiguration> Load(IReadOnlyList<string> files)
    {
        var merged = new K8SConfiguration();
        var problems = new List<ClusterProblem>();
        foreach (string file in files)
        {
            try
            {
                K8SConfiguration one = KubernetesClientConfiguration.LoadKubeConfig(new FileInfo(file));
                PathsFrom(one, Path.GetDirectoryName(Path.GetFullPath(file)) ?? "");
                Merge(merged, one);
            }
            catch (Exception e) when (KubeconfigFailures.IsExpected(e))
            {
                problems.Add(KubeconfigFailures.Unusable(file, e));
            }
        }

        return problems.Count == 0 ? ClusterResult<K8SConfiguration>.Ok(merged) : ClusterResult<K8SConfiguration>.Failed(problems);
    }

    private static void Merge(K8SConfiguration merged, K8SConfiguration one)
    {
        if (string.IsNullOrEmpty(merged.CurrentContext))
        {
            merged.CurrentContext = one.CurrentContext;
        }

        merged.Clusters = [.. merged.Clusters ?? [], .. (one.Clusters ?? []).ExceptBy((merged.Clusters ?? []).Select(c => c.Name), c => c.Name)];
        merged.Contexts = [.. merged.Contexts ?? [], .. (one.Contexts ?? []).ExceptBy((merged.Contexts ?? []).Select(c => c.Name), c => c.Name)];
        merged.Users = [.. merged.Users ?? [], .. (one.Users ?? []).ExceptBy((merged.Users ?? []).Select(u => u.Name), u => u.Name)];
    }

    /// <summary>Relative paths start from the file that holds them, which a merged configuration no longer knows.</summary>
    private static void PathsFrom(K8SConfiguration one, string folder)
    {
        foreach (ClusterEndpoint endpoint in (one.Clusters ?? []).Select(c => c.ClusterEndpoint).OfType<ClusterEndpoint>())
        {
            endpoint.CertificateAuthority = Absolute(endpoint.CertificateAuthority, folder);
        }

        foreach (UserCredentials user in (one.Users ?? []).Select(u => u.UserCredentials).OfType<UserCredentials>())
        {
            user.ClientCertificate = Absolute(user.ClientCertificate, folder);
            user.ClientKey = Absolute(user.ClientKey, folder);

            // A bare command name is looked up in PATH; only one with a folder in it is relative to the file.
            if (user.ExternalExecution is { Command: { } command } exec && command.Contains('/', StringComparison.Ordinal))
            {
                exec.Command = Absolute(command, folder);
            }
        }
    }

    private static string Absolute(string path, string folder) => string.IsNullOrEmpty(path) ? path : Path.Combine(folder, path);
}
