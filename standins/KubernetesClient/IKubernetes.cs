namespace k8s;

/// <summary>A client of one API server.</summary>
public interface IKubernetes : IDisposable
{
    Uri BaseUri { get; set; }
}
