namespace k8s.KubeConfigModels;

/// <summary>A named cluster.</summary>
public class Cluster
{
    public ClusterEndpoint ClusterEndpoint { get; set; }

    public string Name { get; set; }
}
