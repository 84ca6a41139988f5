using System.Security.Cryptography.X509Certificates;
using System.Text;
using k8s.Authentication;
using k8s.Exceptions;
using k8s.KubeConfigModels;

namespace k8s;

public partial class KubernetesClientConfiguration
{
    /// <summary><c>.kube/config</c> in the user's home.</summary>
    public static readonly string KubeConfigDefaultLocation = Path.Combine(
        Environment.GetEnvironmentVariable(OperatingSystem.IsWindows() ? "USERPROFILE" : "HOME") ?? "",
        ".kube",
        "config");

    /// <summary>Reads one file.</summary>
    /// <exception cref="KubeConfigException">It is not there, or not a kubeconfig.</exception>
    public static K8SConfiguration LoadKubeConfig(FileInfo kubeconfig, bool useRelativePaths = true)
    {
        ArgumentNullException.ThrowIfNull(kubeconfig);
        if (!kubeconfig.Exists)
        {
            throw new KubeConfigException($"kubeconfig file not found at {kubeconfig.FullName}");
        }

        using StreamReader reader = kubeconfig.OpenText();
        K8SConfiguration config = KubeConfigYaml.Read(reader);
        if (useRelativePaths)
        {
            config.FileName = kubeconfig.FullName;
        }

        return config;
    }

    /// <summary>Chooses a context and gathers what it says. A credential plugin runs here for the first time.</summary>
    /// <exception cref="KubeConfigException">Something that the context names is missing or unusable.</exception>
    public static KubernetesClientConfiguration BuildConfigFromConfigObject(K8SConfiguration k8SConfig, string currentContext = null, string masterUrl = null)
    {
        ArgumentNullException.ThrowIfNull(k8SConfig);
        var config = new KubernetesClientConfiguration();
        currentContext ??= k8SConfig.CurrentContext;
        if (!string.IsNullOrWhiteSpace(currentContext))
        {
            config.TakeContext(k8SConfig, currentContext);
        }

        if (!string.IsNullOrWhiteSpace(masterUrl))
        {
            config.Host = masterUrl;
        }

        return string.IsNullOrWhiteSpace(config.Host)
            ? throw new KubeConfigException("cannot infer the server's address from the kubeconfig")
            : config;
    }

    private void TakeContext(K8SConfiguration file, string name)
    {
        Context context = file.Contexts.FirstOrDefault(c => string.Equals(c.Name, name, StringComparison.OrdinalIgnoreCase))
            ?? throw new KubeConfigException($"context {name} not found in kubeconfig");
        if (context.ContextDetails is null)
        {
            throw new KubeConfigException($"context {name} has no details in kubeconfig");
        }

        CurrentContext = context.Name;
        Namespace = context.ContextDetails.Namespace;
        TakeCluster(file, context);
        TakeUser(file, context);
    }

    private void TakeCluster(K8SConfiguration file, Context context)
    {
        ClusterEndpoint endpoint = file.Clusters.FirstOrDefault(c => string.Equals(c.Name, context.ContextDetails.Cluster, StringComparison.OrdinalIgnoreCase))?.ClusterEndpoint
            ?? throw new KubeConfigException($"cluster not found for context {context.Name} in kubeconfig");
        if (string.IsNullOrWhiteSpace(endpoint.Server))
        {
            throw new KubeConfigException($"server not found for context {context.Name} in kubeconfig");
        }

        Host = endpoint.Server;
        SkipTlsVerify = endpoint.SkipTlsVerify;
        TlsServerName = endpoint.TlsServerName;
        if (!Uri.TryCreate(Host, UriKind.Absolute, out Uri address))
        {
            throw new KubeConfigException($"bad server host url {Host} in kubeconfig");
        }

        if (address.Scheme != Uri.UriSchemeHttps || SkipTlsVerify)
        {
            return;
        }

        if (!string.IsNullOrEmpty(endpoint.CertificateAuthorityData))
        {
            string pem = Encoding.UTF8.GetString(FromBase64(endpoint.CertificateAuthorityData, "certificate-authority-data"));
            SslCaCerts = [];
            SslCaCerts.ImportFromPem(pem);
        }
        else if (!string.IsNullOrEmpty(endpoint.CertificateAuthority))
        {
            SslCaCerts = [];
            SslCaCerts.ImportFromPemFile(FullPath(file, endpoint.CertificateAuthority));
        }
    }

    private void TakeUser(K8SConfiguration file, Context context)
    {
        if (string.IsNullOrWhiteSpace(context.ContextDetails.User))
        {
            return;
        }

        UserCredentials user = file.Users.FirstOrDefault(u => string.Equals(u.Name, context.ContextDetails.User, StringComparison.OrdinalIgnoreCase))?.UserCredentials
            ?? throw new KubeConfigException($"user not found for context {context.Name} in kubeconfig");
        bool found = false;
        if (!string.IsNullOrWhiteSpace(user.Token))
        {
            AccessToken = user.Token;
            found = true;
        }
        else if (!string.IsNullOrWhiteSpace(user.UserName) && !string.IsNullOrWhiteSpace(user.Password))
        {
            Username = user.UserName;
            Password = user.Password;
            found = true;
        }

        if (!string.IsNullOrWhiteSpace(user.ClientCertificateData) && !string.IsNullOrWhiteSpace(user.ClientKeyData))
        {
            ClientCertificateData = user.ClientCertificateData;
            ClientCertificateKeyData = user.ClientKeyData;
            found = true;
        }

        if (!string.IsNullOrWhiteSpace(user.ClientCertificate) && !string.IsNullOrWhiteSpace(user.ClientKey))
        {
            ClientCertificateFilePath = FullPath(file, user.ClientCertificate);
            ClientKeyFilePath = FullPath(file, user.ClientKey);
            found = true;
        }

        if (user.ExternalExecution is not null)
        {
            TakeExec(user.ExternalExecution);
            found = true;
        }

        if (!found)
        {
            throw new KubeConfigException($"user {context.ContextDetails.User} does not have appropriate auth credentials in kubeconfig");
        }
    }

    private void TakeExec(ExternalExecution exec)
    {
        if (string.IsNullOrWhiteSpace(exec.Command))
        {
            throw new KubeConfigException("external command to get user credentials is missing");
        }

        ExecCredentialResponse.ExecStatus status = ExecuteExternalCommand(exec).Status;
        AccessToken = status.Token;
        ClientCertificateData = ToBase64(status.ClientCertificateData);
        ClientCertificateKeyData = ToBase64(status.ClientKeyData);
        if (AccessToken is not null)
        {
            TokenProvider = new ExecTokenProvider(exec);
        }
    }

    private static string FullPath(K8SConfiguration file, string path) =>
        string.IsNullOrWhiteSpace(file.FileName) || Path.IsPathRooted(path)
            ? path
            : Path.Combine(Path.GetDirectoryName(file.FileName) ?? "", path);

    private static string ToBase64(string pem) => pem is null ? null : Convert.ToBase64String(Encoding.ASCII.GetBytes(pem));

    private static byte[] FromBase64(string text, string key)
    {
        try
        {
            return Convert.FromBase64String(text);
        }
        catch (FormatException e)
        {
            throw new KubeConfigException($"{key} is not base64", e);
        }
    }
}
