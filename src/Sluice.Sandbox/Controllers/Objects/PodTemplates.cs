using System.Text.Json.Nodes;

namespace Sluice.Sandbox.Controllers.Objects;

/// <summary>Pods made from the template of what manages them.</summary>
internal static class PodTemplates
{
    /// <summary>A new pod of the owner, with a name of its own.</summary>
    /// <param name="owner">Has its template in spec.template.</param>
    /// <param name="reference">The owner's entry in the pod's ownerReferences; becomes part of the pod.</param>
    /// <param name="labels">Beside those of the template.</param>
    public static JsonObject PodOf(JsonObject owner, JsonObject reference, params ReadOnlySpan<(string Label, string Value)> labels)
    {
        var template = owner.At("spec", "template")!;
        var metadata = new JsonObject
        {
            ["generateName"] = $"{owner.Name()}-",
            ["name"] = Names.WithSuffix(owner.Name(), Names.Random()),
            ["namespace"] = owner.Namespace(),
            ["ownerReferences"] = new JsonArray(reference),
        };
        foreach (string copied in (ReadOnlySpan<string>)["labels", "annotations"])
        {
            if (template.At("metadata", copied) is { } values)
            {
                metadata[copied] = values.DeepClone();
            }
        }

        foreach (var (label, value) in labels)
        {
            metadata.Ensure("labels")[label] = value;
        }

        return new JsonObject
        {
            ["kind"] = "Pod",
            ["apiVersion"] = "v1",
            ["metadata"] = metadata,
            ["spec"] = template.At("spec")?.DeepClone(),
            ["status"] = new JsonObject { ["phase"] = "Pending" },
        };
    }
}
