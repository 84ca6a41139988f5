namespace k8s.KubeConfigModels;

/// <summary>What a context chooses.</summary>
public class ContextDetails
{
    public string Cluster { get; set; }

    public string User { get; set; }

    public string Namespace { get; set; }
}
