using System.Globalization;
using System.Text.Json.Nodes;
using Sluice.Sandbox.Controllers.Objects;

namespace Sluice.Sandbox.Controllers.StatefulSets;

/// <summary>The documents of a StatefulSet's pods and of their volumes.</summary>
internal static class StatefulPods
{
    public static JsonObject New(JsonObject set, int ordinal, string revision)
    {
        string name = OrdinalPods.NameOf(set, ordinal);
        var pod = PodTemplates.PodOf(
            set,
            Owners.ControllerReference(set, "apps/v1", "StatefulSet"),
            (OrdinalPods.RevisionLabel, revision),
            ("statefulset.kubernetes.io/pod-name", name),
            ("apps.kubernetes.io/pod-index", ordinal.ToString(CultureInfo.InvariantCulture)));
        pod["metadata"]!["name"] = name;
        var spec = pod.Ensure("spec");
        spec["hostname"] = name;
        if (set.Text("spec", "serviceName") is { Length: > 0 } service)
        {
            spec["subdomain"] = service;
        }

        // A volume of the template with a claim's name gives way to the claim.
        var templates = set.Objects("spec", "volumeClaimTemplates").ToList();
        if (templates.Count > 0)
        {
            spec["volumes"] = spec.Objects("volumes")
                .Where(v => !templates.Exists(t => t.Name() == v.Text("name")))
                .Select(v => v.DeepClone())
                .Concat(templates.Select(t => new JsonObject
                {
                    ["name"] = t.Name(),
                    ["persistentVolumeClaim"] = new JsonObject { ["claimName"] = ClaimName(t, name) },
                }))
                .ToJson();
        }

        return pod;
    }

    public static JsonObject Claim(JsonObject set, JsonObject template, JsonObject pod)
    {
        var claim = template.Copy();
        claim["kind"] = "PersistentVolumeClaim";
        claim["apiVersion"] = "v1";
        var metadata = claim.Ensure("metadata");
        metadata["name"] = ClaimName(template, pod.Name());
        metadata["namespace"] = set.Namespace();
        foreach (var (label, value) in set.Map("spec", "selector", "matchLabels"))
        {
            metadata.Ensure("labels")[label] = value;
        }

        claim["status"] = new JsonObject { ["phase"] = "Pending" };
        return claim;
    }

    private static string ClaimName(JsonObject template, string pod) => $"{template.Name()}-{pod}";
}
