using System.Text.Json.Nodes;
using Sluice.Sandbox.Api.Catalog;
using Sluice.Sandbox.Api.Http;

namespace Sluice.Sandbox.Api.Objects;

/// <summary>A field selector: <c>metadata.name=x,status.phase!=Running</c>, over the fields each kind supports.</summary>
internal sealed class FieldQuery
{
    private static readonly Dictionary<string, string[]> Supported = new()
    {
        ["Pod"] = ["spec.nodeName", "spec.restartPolicy", "spec.serviceAccountName", "status.phase", "status.podIP"],
        ["Event"] = ["involvedObject.kind", "involvedObject.namespace", "involvedObject.name", "involvedObject.uid", "involvedObject.apiVersion", "involvedObject.resourceVersion", "involvedObject.fieldPath", "reason", "reportingComponent", "type", "source"],
        ["Secret"] = ["type"],
        ["Namespace"] = ["status.phase"],
        ["Node"] = ["spec.unschedulable"],
        ["ReplicaSet"] = ["status.replicas"],
        ["Service"] = ["spec.clusterIP", "spec.type"],
    };

    private readonly List<(string[] Path, string Value, bool Equal)> _terms = [];

    /// <exception cref="StatusException">It cannot be read, or names a field the kind does not support (400).</exception>
    public static FieldQuery Parse(ResourceKind kind, string? text)
    {
        var query = new FieldQuery();
        foreach (string term in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            int at = term.IndexOf('=');
            if (at < 1)
            {
                throw StatusException.BadRequest($"invalid field selector \"{term}\": forms are field=value and field!=value");
            }

            bool equal = term[at - 1] != '!';
            string field = term[..(equal ? at : at - 1)].Trim();
            if (field is not ("metadata.name" or "metadata.namespace") && !Supported.GetValueOrDefault(kind.Kind, []).Contains(field))
            {
                throw StatusException.BadRequest($"field label not supported: {field}");
            }

            query._terms.Add((field == "source" ? ["source", "component"] : field.Split('.'), term[(at + 1)..].TrimStart('=').Trim(), equal));
        }

        return query;
    }

    public bool Matches(JsonObject value) => _terms.All(t => (value.At(t.Path)?.ToString() ?? "") == t.Value == t.Equal);
}
