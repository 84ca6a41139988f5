namespace k8s.KubeConfigModels;

/// <summary>What proves a user's identity.</summary>
public class UserCredentials
{
    public string ClientCertificateData { get; set; }

    public string ClientCertificate { get; set; }

    public string ClientKeyData { get; set; }

    public string ClientKey { get; set; }

    public string Token { get; set; }

    public string Impersonate { get; set; }

    public IEnumerable<string> ImpersonateGroups { get; set; } = [];

    public Dictionary<string, string> ImpersonateUserExtra { get; set; } = [];

    public string UserName { get; set; }

    public string Password { get; set; }

    public ExternalExecution ExternalExecution { get; set; }
}
