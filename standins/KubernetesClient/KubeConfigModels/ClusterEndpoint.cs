namespace k8s.KubeConfigModels;

/// <summary>Where an API server is and how to know it.</summary>
public class ClusterEndpoint
{
    public string CertificateAuthority { get; set; }

    public string CertificateAuthorityData { get; set; }

    public string Server { get; set; }

    public string TlsServerName { get; set; }

    public bool SkipTlsVerify { get; set; }
}
