using System.Text.Json.Nodes;
using Sluice.Manifests.Json;
using Sluice.Manifests.Kustomize;

namespace Sluice.Manifests.Checks;

/// <summary>Finds the most common mistakes before anything is applied. Pure.</summary>
public static class ManifestChecks
{
    private static readonly string[] s_labelKinds = ["Service", "Namespace"];

    /// <param name="objects">The rendered objects.</param>
    /// <param name="expectedNamespace">The environment's namespace; objects elsewhere are errors.</param>
    public static IReadOnlyList<ManifestFinding> Run(IReadOnlyList<ManifestObject> objects, string expectedNamespace)
    {
        var findings = new List<ManifestFinding>();
        foreach (var item in objects)
        {
            CheckIdentity(item, findings);
            CheckNamespace(item, expectedNamespace, findings);
            CheckSelector(item, findings);
            CheckContainers(item, findings);
            CheckService(item, objects, findings);
            AutoscalerChecks.Run(item, objects, findings);
        }

        return findings;
    }

    private static void CheckIdentity(ManifestObject item, List<ManifestFinding> findings)
    {
        foreach (var (field, value) in new[] { ("apiVersion", item.ApiVersion), ("kind", item.Kind), ("metadata.name", item.Name) })
        {
            if (value.Length == 0)
            {
                Error(findings, item, field, "is missing", "Every object needs apiVersion, kind and metadata.name");
            }
        }

        // Names of roles may hold colons and other signs.
        var isFree = item.ApiVersion.StartsWith("rbac.authorization.k8s.io/", StringComparison.Ordinal);
        var isLabel = s_labelKinds.Contains(item.Kind);
        if (item.Name.Length > 0 && !isFree && !DnsNames.IsValid(item.Name, isLabel))
        {
            Error(findings, item, "metadata.name", $"'{item.Name}' is not a DNS {(isLabel ? "label" : "name")}", $"Use a-z, 0-9 and '-'{(isLabel ? "" : " and '.'")}, starting and ending with a letter or digit, at most {(isLabel ? 63 : 253)} characters");
        }
    }

    private static void CheckNamespace(ManifestObject item, string expected, List<ManifestFinding> findings)
    {
        var id = ResourceId.Of(item.Json);
        if (id is { Group: "", Kind: "Namespace" })
        {
            if (item.Name != expected)
            {
                Error(findings, item, "metadata.name", $"the environment's namespace is '{expected}'", $"Set 'namespace: {expected}' in the overlay's kustomization, or the namespace in sluice.yaml");
            }
        }
        else if (!KnownKinds.IsClusterScoped(id) && item.Namespace != expected && item.Namespace.Length > 0)
        {
            Error(findings, item, "metadata.namespace", $"is '{item.Namespace}', the environment's namespace is '{expected}'", $"Set 'namespace: {expected}' in the overlay's kustomization, or the namespace in sluice.yaml");
        }
    }

    private static void CheckSelector(ManifestObject item, List<ManifestFinding> findings)
    {
        if (item.Kind is not ("Deployment" or "StatefulSet" or "DaemonSet" or "ReplicaSet"))
        {
            return;
        }

        if (item.Json.At("spec", "template") is not JsonObject template)
        {
            Error(findings, item, "spec.template", "is missing", "Describe the pod under spec.template");
            return;
        }

        var labels = template.At("metadata", "labels") as JsonObject;
        var matchLabels = item.Json.At("spec", "selector", "matchLabels") as JsonObject;
        if (matchLabels is not { Count: > 0 } && item.Json.At("spec", "selector", "matchExpressions") is not JsonArray { Count: > 0 })
        {
            Error(findings, item, "spec.selector", "is missing", "Name the labels of the pod template under spec.selector.matchLabels");
        }
        else if (Mismatch(matchLabels, labels) is { } mismatch)
        {
            Error(findings, item, "spec.selector.matchLabels", $"'{mismatch}' is not on the pod template", "Give the pod template the same labels under spec.template.metadata.labels");
        }
    }

    private static void CheckContainers(ManifestObject item, List<ManifestFinding> findings)
    {
        if (KnownKinds.PodTemplate(item.Kind) is not { } path)
        {
            return;
        }

        var spec = (path.Length == 0 ? item.Json : item.Json.At(path.Split('/'))).At("spec");
        if (spec is not null && !spec["containers"].Objects().Any())
        {
            Error(findings, item, "containers", "the pod has no container", "List at least one with name and image");
        }

        foreach (var container in spec.At("containers").Objects().Concat(spec.At("initContainers").Objects()))
        {
            var name = container["name"].Text() ?? "";
            if (!DnsNames.IsValid(name, isLabel: true))
            {
                Error(findings, item, "containers.name", $"'{name}' is not a DNS label", "Use a-z, 0-9 and '-'");
            }

            if (string.IsNullOrEmpty(container["image"].Text()))
            {
                Error(findings, item, "containers.image", $"the container '{name}' has no image", "Name the image; a service's own is called like the service");
            }
        }
    }

    private static void CheckService(ManifestObject item, IReadOnlyList<ManifestObject> objects, List<ManifestFinding> findings)
    {
        if (item is not { Kind: "Service", ApiVersion: "v1" } || item.Json.At("spec", "selector") is not JsonObject { Count: > 0 } selector)
        {
            return;
        }

        var isMet = objects.Any(other =>
            KnownKinds.PodTemplate(other.Kind) is { } path && other.Namespace == item.Namespace
            && Mismatch(selector, (path.Length == 0 ? other.Json : other.Json.At(path.Split('/'))).At("metadata", "labels") as JsonObject) is null);
        if (!isMet)
        {
            findings.Add(new ManifestFinding(FindingSeverity.Warning, item.Source, item.ToString(), "spec.selector", "selects no pod of this rendering", "Compare it with the labels of the pod templates"));
        }
    }

    /// <summary>The first wanted label that is not there, as <c>key=value</c>.</summary>
    private static string? Mismatch(JsonObject? wanted, JsonObject? labels) =>
        (wanted ?? []).Where(pair => labels.At(pair.Key).Text() != pair.Value.Text()).Select(pair => $"{pair.Key}={pair.Value.Text()}").FirstOrDefault();

    private static void Error(List<ManifestFinding> findings, ManifestObject item, string field, string problem, string remedy) =>
        findings.Add(new ManifestFinding(FindingSeverity.Error, item.Source, item.ToString(), field, problem, remedy));
}
