using k8s.Exceptions;
using k8s.KubeConfigModels;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace k8s;

/// <summary>
/// Reads a kubeconfig by walking the document, without a reflecting deserialiser: a command starts sooner by some hundred
/// milliseconds. Keys that it does not know are passed over.
/// </summary>
internal static class KubeConfigYaml
{
    public static K8SConfiguration Read(TextReader reader)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(reader);
        }
        catch (YamlException e)
        {
            throw new KubeConfigException($"({e.Start.Line}:{e.Start.Column}) {e.Message}", e);
        }

        if (stream.Documents.Count == 0)
        {
            return new K8SConfiguration();
        }

        if (stream.Documents[0].RootNode is not YamlMappingNode root)
        {
            throw new KubeConfigException("the file is not a mapping of keys to values");
        }

        return new K8SConfiguration
        {
            ApiVersion = Text(root, "apiVersion"),
            Kind = Text(root, "kind"),
            CurrentContext = Text(root, "current-context"),
            Clusters = Items(root, "clusters").Select(ReadCluster).ToList(),
            Contexts = Items(root, "contexts").Select(ReadContext).ToList(),
            Users = Items(root, "users").Select(ReadUser).ToList(),
        };
    }

    private static Cluster ReadCluster(YamlMappingNode node)
    {
        YamlMappingNode endpoint = Mapping(node, "cluster");
        return new Cluster
        {
            Name = Text(node, "name"),
            ClusterEndpoint = endpoint is null ? null : new ClusterEndpoint
            {
                CertificateAuthority = Text(endpoint, "certificate-authority"),
                CertificateAuthorityData = Text(endpoint, "certificate-authority-data"),
                Server = Text(endpoint, "server"),
                TlsServerName = Text(endpoint, "tls-server-name"),
                SkipTlsVerify = Flag(endpoint, "insecure-skip-tls-verify"),
            },
        };
    }

    private static Context ReadContext(YamlMappingNode node)
    {
        YamlMappingNode details = Mapping(node, "context");
        return new Context
        {
            Name = Text(node, "name"),
            ContextDetails = details is null ? null : new ContextDetails
            {
                Cluster = Text(details, "cluster"),
                User = Text(details, "user"),
                Namespace = Text(details, "namespace"),
            },
        };
    }

    private static User ReadUser(YamlMappingNode node)
    {
        YamlMappingNode user = Mapping(node, "user");
        return new User
        {
            Name = Text(node, "name"),
            UserCredentials = user is null ? null : new UserCredentials
            {
                ClientCertificateData = Text(user, "client-certificate-data"),
                ClientCertificate = Text(user, "client-certificate"),
                ClientKeyData = Text(user, "client-key-data"),
                ClientKey = Text(user, "client-key"),
                Token = Text(user, "token"),
                Impersonate = Text(user, "as"),
                ImpersonateGroups = Texts(user, "as-groups") ?? [],
                UserName = Text(user, "username"),
                Password = Text(user, "password"),
                ExternalExecution = ReadExec(Mapping(user, "exec")),
            },
        };
    }

    private static ExternalExecution ReadExec(YamlMappingNode node) => node is null ? null : new ExternalExecution
    {
        ApiVersion = Text(node, "apiVersion"),
        Command = Text(node, "command"),
        Arguments = Texts(node, "args"),
        EnvironmentVariables = Items(node, "env").Select(pair => new Dictionary<string, string>
        {
            ["name"] = Text(pair, "name"),
            ["value"] = Text(pair, "value"),
        }).ToList(),
        InstallHint = Text(node, "installHint"),
        ProvideClusterInfo = Flag(node, "provideClusterInfo"),
    };

    private static YamlNode Child(YamlMappingNode node, string key) =>
        node.Children.TryGetValue(new YamlScalarNode(key), out YamlNode child) ? child : null;

    private static YamlMappingNode Mapping(YamlMappingNode node, string key) => Child(node, key) as YamlMappingNode;

    private static IEnumerable<YamlMappingNode> Items(YamlMappingNode node, string key) =>
        (Child(node, key) as YamlSequenceNode)?.OfType<YamlMappingNode>() ?? [];

    private static string Text(YamlMappingNode node, string key)
    {
        if (Child(node, key) is not YamlScalarNode scalar)
        {
            return null;
        }

        bool isNull = scalar.Style is ScalarStyle.Plain && scalar.Value is "" or "~" or "null";
        return isNull ? null : scalar.Value;
    }

    private static List<string> Texts(YamlMappingNode node, string key) =>
        (Child(node, key) as YamlSequenceNode)?.OfType<YamlScalarNode>().Select(item => item.Value ?? "").ToList();

    private static bool Flag(YamlMappingNode node, string key) =>
        bool.TryParse(Text(node, key), out bool value) && value;
}
