using Sluice.Rollouts;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Sluice.Kubernetes.Connection.Kubeconfigs;

/// <summary>Reads the keys of one YAML mapping; what has the wrong shape becomes a problem, which never repeats a value.</summary>
internal sealed class YamlFields(YamlMappingNode node, string file, string path, List<ClusterProblem> problems)
{
    public KubeconfigPlace Place => new(file, (int)node.Start.Line);

    public bool Has(string key) => Child(key) is { } child && child is not YamlScalarNode { Value: null or "" };

    public string? Text(string key)
    {
        if (Child(key) is not { } child)
        {
            return null;
        }

        if (child is not YamlScalarNode scalar)
        {
            Report(child, key, "is not a text");
            return null;
        }

        bool isNull = scalar.Style is ScalarStyle.Plain && scalar.Value is "" or "~" or "null";
        return isNull ? null : scalar.Value;
    }

    public bool Flag(string key)
    {
        string? text = Text(key);
        if (text is not null && !bool.TryParse(text, out _))
        {
            Report(Child(key)!, key, "is neither true nor false");
        }

        return bool.TryParse(text, out bool value) && value;
    }

    public IReadOnlyList<string> Texts(string key)
    {
        IReadOnlyList<YamlNode> children = List(key);
        if (children.FirstOrDefault(c => c is not YamlScalarNode) is { } other)
        {
            Report(other, key, "is not a list of texts");
        }

        return [.. children.OfType<YamlScalarNode>().Select(c => c.Value ?? "")];
    }

    public YamlFields? Mapping(string key)
    {
        switch (Child(key))
        {
            case null or YamlScalarNode { Value: null or "" or "~" or "null" }:
                return null;
            case YamlMappingNode mapping:
                return new YamlFields(mapping, file, Join(key), problems);
            case { } other:
                Report(other, key, "is not a mapping of keys to values");
                return null;
        }
    }

    public IEnumerable<YamlFields> Mappings(string key)
    {
        IReadOnlyList<YamlNode> children = List(key);
        if (children.FirstOrDefault(c => c is not YamlMappingNode) is { } other)
        {
            Report(other, key, "has an entry that is not a mapping of keys to values");
        }

        return children.OfType<YamlMappingNode>().Select((c, i) => new YamlFields(c, file, $"{Join(key)}[{i}]", problems));
    }

    public void Report(string problem) => Report(node, "", problem);

    private IReadOnlyList<YamlNode> List(string key)
    {
        switch (Child(key))
        {
            case null or YamlScalarNode { Value: null or "" or "~" or "null" }:
                return [];
            case YamlSequenceNode sequence:
                return [.. sequence];
            case { } other:
                Report(other, key, "is not a list");
                return [];
        }
    }

    private YamlNode? Child(string key) => node.Children.TryGetValue(new YamlScalarNode(key), out YamlNode? child) ? child : null;

    private string Join(string key) => path.Length == 0 ? key : key.Length == 0 ? path : $"{path}.{key}";

    private void Report(YamlNode where, string key, string problem) => problems.Add(new ClusterProblem(
        ClusterProblemKind.Configuration,
        $"{file}:{where.Start.Line}: {Join(key)} {problem}.",
        "kubectl config view shows what the kubeconfig says."));
}
