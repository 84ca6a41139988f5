namespace k8s.KubeConfigModels;

/// <summary>A named choice of cluster, user and namespace.</summary>
public class Context
{
    public ContextDetails ContextDetails { get; set; }

    public string Name { get; set; }
}
