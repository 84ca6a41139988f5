using System.Text.Json.Nodes;
using Sluice.Sandbox.Api.Objects;

namespace Sluice.Sandbox.Api.Writing;

/// <summary>Defaults of objects that steer or bound others.</summary>
internal static class PolicyDefaults
{
    private const string RbacGroup = "rbac.authorization.k8s.io";

    public static void Autoscaler(JsonObject spec)
    {
        spec.Default("minReplicas", 1);
        spec.Default("metrics", new JsonArray(new JsonObject
        {
            ["type"] = "Resource",
            ["resource"] = new JsonObject { ["name"] = "cpu", ["target"] = new JsonObject { ["type"] = "Utilization", ["averageUtilization"] = 80 } },
        }));
        foreach (string direction in (ReadOnlySpan<string>)["scaleUp", "scaleDown"])
        {
            if (spec.At("behavior", direction) is JsonObject rules)
            {
                rules.Default("selectPolicy", "Max");
            }
        }
    }

    public static void NetworkPolicy(JsonObject spec)
    {
        spec.Default("policyTypes", spec["egress"] is null ? new JsonArray("Ingress") : new JsonArray("Ingress", "Egress"));
        foreach (var port in spec.Items("ingress").Concat(spec.Items("egress")).SelectMany(r => r.Items("ports")))
        {
            port.Default("protocol", "TCP");
        }
    }

    public static void Binding(JsonObject binding)
    {
        if (binding["roleRef"] is JsonObject role)
        {
            role.Default("apiGroup", RbacGroup);
        }

        foreach (var subject in binding.Items("subjects").Where(s => s.Text("kind") is "User" or "Group"))
        {
            subject.Default("apiGroup", RbacGroup);
        }
    }

    /// <summary>What a container may have at most is also what it gets by default, and asks for.</summary>
    public static void LimitRange(JsonObject spec)
    {
        foreach (var limit in spec.Items("limits").Where(l => l.Text("type") == "Container"))
        {
            Copy(limit["max"] as JsonObject, limit.Child("default"));
            Copy(limit["default"] as JsonObject, limit.Child("defaultRequest"));
            Copy(limit["min"] as JsonObject, limit.Child("defaultRequest"));
        }
    }

    private static void Copy(JsonObject? from, JsonObject to)
    {
        foreach (var (resource, quantity) in from ?? [])
        {
            to.Default(resource, quantity!.DeepClone());
        }
    }
}
