using Sluice.Rollouts;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Sluice.Kubernetes.Connection.Kubeconfigs;

/// <summary>
/// Reads one kubeconfig file. KubernetesClient's own reader does not know <c>tokenFile</c> and <c>proxy-url</c>, gives up at the
/// first error and may quote what it could not read, which can be a secret. Keys that are not known here are passed over.
/// </summary>
internal static class KubeconfigReader
{
    private static readonly string[] OtherImpersonation = ["as-uid", "as-user-extra"];

    public static ClusterResult<Kubeconfig> Read(string file)
    {
        var yaml = new YamlStream();
        try
        {
            using StreamReader reader = File.OpenText(file);
            yaml.Load(reader);
        }
        catch (YamlException e)
        {
            return Failed($"{file}:{e.Start.Line}:{e.Start.Column}: not YAML: {Safe(e)}.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Failed($"{file} cannot be read: {e.Message.TrimEnd('.')}.");
        }

        if (yaml.Documents.Count == 0)
        {
            return ClusterResult<Kubeconfig>.Ok(new Kubeconfig());
        }

        return yaml.Documents[0].RootNode is YamlMappingNode root
            ? Read(root, file)
            : Failed($"{file} is not a mapping of keys to values.");
    }

    private static ClusterResult<Kubeconfig> Read(YamlMappingNode node, string file)
    {
        var problems = new List<ClusterProblem>();
        var root = new YamlFields(node, file, "", problems);
        var read = new Kubeconfig
        {
            CurrentContext = root.Text("current-context"),
            Contexts = [.. Named(root, "contexts", "context", Context)],
            Clusters = [.. Named(root, "clusters", "cluster", Cluster)],
            Users = [.. Named(root, "users", "user", User)],
        };
        return problems.Count == 0 ? ClusterResult<Kubeconfig>.Ok(read) : ClusterResult<Kubeconfig>.Failed(problems);
    }

    private static IEnumerable<T> Named<T>(YamlFields root, string list, string item, Func<string, KubeconfigPlace, YamlFields?, T> read)
    {
        foreach (YamlFields entry in root.Mappings(list))
        {
            if (entry.Text("name") is { } name)
            {
                yield return read(name, entry.Place, entry.Mapping(item));
            }
            else
            {
                entry.Report("has no name");
            }
        }
    }

    private static KubeconfigContext Context(string name, KubeconfigPlace place, YamlFields? fields) => new(name, place)
    {
        Cluster = fields?.Text("cluster"),
        User = fields?.Text("user"),
        Namespace = fields?.Text("namespace"),
    };

    private static KubeconfigCluster Cluster(string name, KubeconfigPlace place, YamlFields? fields) => new(name, place)
    {
        Server = fields?.Text("server")?.Trim(),
        TlsServerName = fields?.Text("tls-server-name"),
        ProxyUrl = fields?.Text("proxy-url"),
        CertificateAuthority = fields?.Text("certificate-authority"),
        CertificateAuthorityData = fields?.Text("certificate-authority-data"),
        SkipTlsVerify = fields?.Flag("insecure-skip-tls-verify") ?? false,
        DisableCompression = fields?.Flag("disable-compression") ?? false,
    };

    private static KubeconfigUser User(string name, KubeconfigPlace place, YamlFields? fields) => new(name, place)
    {
        Token = fields?.Text("token"),
        TokenFile = fields?.Text("tokenFile"),
        UserName = fields?.Text("username"),
        Password = fields?.Text("password"),
        ClientCertificate = fields?.Text("client-certificate"),
        ClientCertificateData = fields?.Text("client-certificate-data"),
        ClientKey = fields?.Text("client-key"),
        ClientKeyData = fields?.Text("client-key-data"),
        Exec = Exec(fields?.Mapping("exec")),
        AuthProvider = fields?.Mapping("auth-provider") is { } provider ? provider.Text("name") ?? "" : null,
        As = fields?.Text("as"),
        AsGroups = fields?.Texts("as-groups") ?? [],
        OtherImpersonation = fields is null ? [] : [.. OtherImpersonation.Where(fields.Has)],
    };

    private static KubeconfigExec? Exec(YamlFields? fields) => fields is null ? null : new KubeconfigExec
    {
        ApiVersion = fields.Text("apiVersion"),
        Command = fields.Text("command"),
        Arguments = fields.Texts("args"),
        Environment = [.. fields.Mappings("env").Select(pair => KeyValuePair.Create(pair.Text("name") ?? "", pair.Text("value") ?? ""))],
        InstallHint = fields.Text("installHint"),
        InteractiveMode = fields.Text("interactiveMode"),
        ProvideClusterInfo = fields.Flag("provideClusterInfo"),
    };

    // An unquoted password that begins with an asterisk is a reference to YAML, which the message would name.
    private static string Safe(YamlException exception) => exception is AnchorNotFoundException
        ? "a value that begins with * has to be quoted"
        : exception.Message.TrimEnd('.');

    private static ClusterResult<Kubeconfig> Failed(string what) => ClusterResult<Kubeconfig>.Failed(new ClusterProblem(
        ClusterProblemKind.Configuration,
        what,
        "kubectl config view shows what the kubeconfig says."));
}
