using System.Text.Json.Nodes;
using Sluice.Manifests.Json;
using Sluice.Manifests.Kustomize;

namespace Sluice.Manifests.Checks;

/// <summary>How strict a Pod Security Standard is.</summary>
public enum PodSecurityProfile
{
    /// <summary>Whatever; nothing is checked.</summary>
    Privileged,

    /// <summary>No known way from a pod to its node.</summary>
    Baseline,

    /// <summary>As little as a pod needs.</summary>
    Restricted,
}

/// <summary>The Pod Security Standards of Kubernetes 1.34 (https://kubernetes.io/docs/concepts/security/pod-security-standards/), for pods that run Linux. Pure.</summary>
public static class PodSecurity
{
    /// <summary>Everything in the objects' pod templates that the profile forbids; all of it errors.</summary>
    public static IReadOnlyList<ManifestFinding> Check(IReadOnlyList<ManifestObject> objects, PodSecurityProfile profile)
    {
        var findings = new List<ManifestFinding>();
        foreach (var item in objects.Where(_ => profile != PodSecurityProfile.Privileged))
        {
            if (KnownKinds.PodTemplate(item.Kind) is { } path && Pod(item, path) is var (pod, prefix) && pod["spec"] is JsonObject spec)
            {
                var look = new PodLook(item, spec, prefix, profile, findings);
                PodSecurityBaseline.Check(look, pod);
                if (profile == PodSecurityProfile.Restricted)
                {
                    PodSecurityRestricted.Check(look);
                }
            }
        }

        return findings;
    }

    private static (JsonObject Pod, string Prefix)? Pod(ManifestObject item, string path)
    {
        JsonNode? node = item.Json;
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            node = (node as JsonObject)?[part];
        }

        return node is JsonObject pod ? (pod, path.Length == 0 ? "spec" : $"{path.Replace('/', '.')}.spec") : null;
    }
}

/// <summary>One pod template under examination.</summary>
internal sealed record PodLook(ManifestObject Item, JsonObject Spec, string Prefix, PodSecurityProfile Profile, List<ManifestFinding> Findings)
{
    /// <summary>Every container with where it is.</summary>
    public IEnumerable<(JsonObject Container, string Field)> Containers =>
        from list in (string[])["initContainers", "containers", "ephemeralContainers"]
        from container in Spec[list].Objects()
        select (container, $"{Prefix}.{list}[{container["name"].Text() ?? "?"}]");

    /// <summary>The pod's security context and all containers'.</summary>
    public IEnumerable<(JsonObject Context, string Field)> Contexts =>
        Containers.Select(one => (one.Container["securityContext"] as JsonObject, $"{one.Field}.securityContext"))
            .Prepend((Spec["securityContext"] as JsonObject, $"{Prefix}.securityContext"))
            .Where(one => one.Item1 is not null)
            .Select(one => (one.Item1!, one.Item2));

    public void Refuse(string field, string problem, string remedy) => Findings.Add(new ManifestFinding(
        FindingSeverity.Error, Item.Source, Item.ToString(), field, $"{problem}, which podSecurity: {Profile.ToString().ToLowerInvariant()} forbids", remedy));
}
