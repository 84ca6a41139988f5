using YamlDotNet.RepresentationModel;

namespace Sluice.Kubernetes.Connection;

/// <summary>
/// What kubectl reads in a kubeconfig and KubernetesClient does not: <c>tokenFile</c>, <c>proxy-url</c>. Found by the name of the user or cluster.
/// </summary>
internal sealed record KubeconfigExtras(IReadOnlyDictionary<string, string> TokenFiles, IReadOnlyDictionary<string, string> ProxyUrls)
{
    public static KubeconfigExtras Read(IReadOnlyList<string> files)
    {
        var tokenFiles = new Dictionary<string, string>(StringComparer.Ordinal);
        var proxies = new Dictionary<string, string>(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (string file in files)
        {
            string text = File.ReadAllText(file);
            if (!text.Contains("tokenFile", StringComparison.Ordinal) && !text.Contains("proxy-url", StringComparison.Ordinal))
            {
                continue;
            }

            string folder = Path.GetDirectoryName(Path.GetFullPath(file)) ?? "";
            Collect(text, "users", "user", "tokenFile", seen, (name, value) => tokenFiles[name] = Path.Combine(folder, value));
            Collect(text, "clusters", "cluster", "proxy-url", seen, (name, value) => proxies[name] = value);
        }

        return new KubeconfigExtras(tokenFiles, proxies);
    }

    private static void Collect(string text, string list, string item, string key, HashSet<string> seen, Action<string, string> found)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(text));
        if (yaml.Documents.Count == 0 || yaml.Documents[0].RootNode is not YamlMappingNode root)
        {
            return;
        }

        foreach (YamlMappingNode entry in (Child(root, list) as YamlSequenceNode)?.OfType<YamlMappingNode>() ?? [])
        {
            string name = (Child(entry, "name") as YamlScalarNode)?.Value ?? "";
            bool first = seen.Add($"{list}/{name}");
            if (first && Child(entry, item) is YamlMappingNode details && Child(details, key) is YamlScalarNode { Value.Length: > 0 } scalar)
            {
                found(name, scalar.Value);
            }
        }
    }

    private static YamlNode? Child(YamlMappingNode node, string key) =>
        node.Children.TryGetValue(new YamlScalarNode(key), out YamlNode? child) ? child : null;
}
