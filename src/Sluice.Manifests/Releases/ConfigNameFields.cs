using System.Text.Json.Nodes;
using Sluice.Manifests.Json;
using Sluice.Manifests.Kustomize;

namespace Sluice.Manifests.Releases;

/// <summary>All fields that hold the name of a ConfigMap or Secret.</summary>
internal static class ConfigNameFields
{
    /// <summary>Secrets of volumes that kustomize's list leaves out.</summary>
    private static readonly string[] s_leftOutOfPods =
    [
        "volumes/azureFile/secretName", "volumes/cephfs/secretRef/name", "volumes/csi/nodePublishSecretRef/name", "volumes/flexVolume/secretRef/name",
        "volumes/iscsi/secretRef/name", "volumes/rbd/secretRef/name", "volumes/scaleIO/secretRef/name", "volumes/storageos/secretRef/name",
    ];

    /// <summary>Secrets of other kinds that it leaves out.</summary>
    private static readonly FieldSpec[] s_leftOut =
    [
        new("secrets/name", Kind: "ServiceAccount"),
        new("metadata/annotations/nginx.ingress.kubernetes.io~1proxy-ssl-secret", Kind: "Ingress"),
    ];

    /// <summary>Calls <paramref name="rename"/> with kind and name of each reference and writes what it gives, unless that is <see langword="null"/>.</summary>
    public static void Visit(JsonObject json, Func<string, string, string?> rename)
    {
        // Its pods are where those of a ReplicaSet are; kustomize's list leaves it out too.
        var id = ResourceId.Of(json) is { Kind: "ReplicationController" } controller ? controller with { Kind = "ReplicaSet" } : ResourceId.Of(json);
        foreach (var reference in ReferenceFields.All.Where(reference => reference.Kind is "ConfigMap" or "Secret"))
        {
            foreach (var field in reference.Fields.Where(field => field.AppliesTo(id)))
            {
                Visit(json, field.Path, reference.Kind, rename);
            }
        }

        if (KnownKinds.PodTemplate(id.Kind) is { } template)
        {
            foreach (var path in s_leftOutOfPods)
            {
                Visit(json, template.Length == 0 ? $"spec/{path}" : $"{template}/spec/{path}", "Secret", rename);
            }
        }

        foreach (var field in s_leftOut.Where(field => field.AppliesTo(id)))
        {
            Visit(json, field.Path, "Secret", rename);
        }
    }

    private static void Visit(JsonObject json, string path, string kind, Func<string, string, string?> rename) =>
        FieldWalk.Visit(json, path, create: false, (map, key) =>
        {
            if (map[key].Text() is { } name)
            {
                map[key] = rename(kind, name) ?? name;
            }
            else if (map[key] is JsonArray names && IsRuleFor(kind, map))
            {
                map[key] = new JsonArray([.. names.Select(item => item.Text() is { } one ? rename(kind, one) ?? one : item?.DeepClone())]);
            }
        });

    // A rule's names are of whatever resources the rule is about.
    private static bool IsRuleFor(string kind, JsonObject rule) =>
        rule["resources"] is JsonArray resources && resources.Any(resource => resource.Text() is { } plural && (plural == "*" || plural == kind.ToLowerInvariant() + "s"));
}
