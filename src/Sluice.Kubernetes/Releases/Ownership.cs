using System.Text.Json.Nodes;
using Sluice.Kubernetes.Apply;
using Sluice.Kubernetes.Readiness;

namespace Sluice.Kubernetes.Releases;

/// <summary>Decides whether an object that Sluice applied once is still its own. Pure.</summary>
internal static class Ownership
{
    /// <summary>Marks by which other deployers know their objects, and who they are.</summary>
    private static readonly (string Part, string Key, string Owner)[] Marks =
    [
        ("annotations", "meta.helm.sh/release-name", "Helm"),
        ("annotations", "argocd.argoproj.io/tracking-id", "Argo CD"),
        ("labels", "argocd.argoproj.io/instance", "Argo CD"),
        ("labels", "kustomize.toolkit.fluxcd.io/name", "Flux"),
        ("labels", "helm.toolkit.fluxcd.io/name", "Flux"),
    ];

    /// <summary>The mark of another deployer on an object that Sluice is to apply; null when there is none.</summary>
    /// <param name="live">As it is in the cluster.</param>
    /// <param name="manifest">As it is to be applied: a mark that it brings itself says nothing about who owns the object.</param>
    public static OwnerMark? OtherDeployer(JsonObject live, JsonObject manifest) => Marks
        .Where(m => live["metadata"]?[m.Part]?[m.Key] is not null && manifest["metadata"]?[m.Part]?[m.Key] is null)
        .Select(m => new OwnerMark(m.Owner, m.Part, m.Key))
        .FirstOrDefault();

    /// <summary>Null when it is ours; else who owns it now, in words for people.</summary>
    public static string? OtherOwner(JsonObject live)
    {
        JsonNode? metadata = live["metadata"];
        foreach ((string part, string key, string owner) in Marks)
        {
            if (metadata?[part]?[key] is not null)
            {
                return $"{owner} ({key})";
            }
        }

        if (Json.Items(metadata?["ownerReferences"]).FirstOrDefault() is { } reference)
        {
            return $"{Json.Text(reference["kind"])}/{Json.Text(reference["name"])}";
        }

        bool applied = Json.Items(metadata?["managedFields"])
            .Any(m => Json.Text(m["manager"]) == ServerSideApply.Manager && Json.Text(m["operation"]) == "Apply");
        return applied ? null : "nobody that Sluice knows (its field manager 'sluice' has no entry)";
    }
}

/// <summary>By what another deployer knows an object as its own.</summary>
/// <param name="Owner"><c>Argo CD</c></param>
/// <param name="Part"><c>labels</c> or <c>annotations</c>.</param>
/// <param name="Key">Of the label or annotation.</param>
internal sealed record OwnerMark(string Owner, string Part, string Key);
