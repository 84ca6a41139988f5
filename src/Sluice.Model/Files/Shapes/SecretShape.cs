using System.Text.Json.Nodes;
using Sluice.Model.Values;
using Sluice.Model.Yaml;

namespace Sluice.Model.Files.Shapes;

/// <summary>A secret, named by its variable. One that stands in the file itself is refused, unseen.</summary>
internal sealed class SecretShape : Shape<SecretReference>
{
    public override string Allowed => "${NAME}, the variable that holds the secret, and nothing else";

    public override JsonObject Schema() => new() { ["type"] = "string", ["pattern"] = $"^{SchemaParts.Variable}$", ["description"] = Allowed };

    public override SecretReference? Read(YamlNode node, string path, ReadContext context)
    {
        if (Reference(node, path, context) is { } reference)
        {
            return reference;
        }

        var isEmpty = node is YamlScalar { Text: "", Written: null };
        context.Add(node, path, node is not YamlScalar || isEmpty ? $"is {node.Describe()}" : "a secret must not stand in this file", Allowed);
        return null;
    }

    /// <summary>The reference, if a node is one variable and nothing else.</summary>
    public static SecretReference? Reference(YamlNode node, string path, ReadContext context)
    {
        if (node is not YamlScalar { Written: { } written } || VariableText.OnlyName(written) is not { } name)
        {
            return null;
        }

        context.Secrets.Add(node);
        return new SecretReference(name, context.File, node.Line, node.Column, path);
    }
}
