namespace k8s.KubeConfigModels;

/// <summary>A kubeconfig file.</summary>
public class K8SConfiguration
{
    public string ApiVersion { get; set; }

    public string Kind { get; set; }

    public string CurrentContext { get; set; }

    public IEnumerable<Context> Contexts { get; set; } = [];

    public IEnumerable<Cluster> Clusters { get; set; } = [];

    public IEnumerable<User> Users { get; set; } = [];

    /// <summary>The file it was read from, which relative paths in it start from; null when read from a stream or without relative paths.</summary>
    public string FileName { get; set; }
}
