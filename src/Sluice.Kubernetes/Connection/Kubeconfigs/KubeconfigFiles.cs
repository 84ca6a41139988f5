using Sluice.Rollouts;

namespace Sluice.Kubernetes.Connection.Kubeconfigs;

/// <summary>Finds and reads the kubeconfig files.</summary>
internal static class KubeconfigFiles
{
    public const string Variable = "KUBECONFIG";

    /// <summary><c>.kube/config</c> in the user's home.</summary>
    public static string Default => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify),
        ".kube",
        "config");

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
    public static ClusterResult<Kubeconfig> Load(IReadOnlyList<string> files)
    {
        var merged = new Kubeconfig();
        var problems = new List<ClusterProblem>();
        foreach (string file in files)
        {
            ClusterResult<Kubeconfig> one = KubeconfigReader.Read(file);
            merged = one.Succeeded(out Kubeconfig? read) ? merged.With(read) : merged;
            problems.AddRange(one.Problems);
        }

        return problems.Count == 0 ? ClusterResult<Kubeconfig>.Ok(merged) : ClusterResult<Kubeconfig>.Failed(problems);
    }
}
