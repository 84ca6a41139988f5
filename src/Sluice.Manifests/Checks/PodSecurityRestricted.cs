using System.Text.Json.Nodes;
using Sluice.Manifests.Json;

namespace Sluice.Manifests.Checks;

/// <summary>What the profile "restricted" asks beyond "baseline". Pure.</summary>
internal static class PodSecurityRestricted
{
    private static readonly string[] s_volumes =
        ["configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim", "projected", "secret"];

    public static void Check(PodLook look)
    {
        foreach (var volume in look.Spec["volumes"].Objects())
        {
            foreach (var kind in volume.Select(one => one.Key).Where(key => key is not ("name" or "hostPath")).Except(s_volumes))
            {
                look.Refuse($"{look.Prefix}.volumes[{volume["name"].Text()}].{kind}", "it is a volume of that kind", $"Allowed: {string.Join(", ", s_volumes)}");
            }
        }

        var pod = look.Spec["securityContext"] as JsonObject;
        if (pod.At("runAsUser").Whole() == 0)
        {
            look.Refuse($"{look.Prefix}.securityContext.runAsUser", "it is 0", "Take it away, or name another user");
        }

        foreach (var (container, field) in look.Containers)
        {
            Check(look, pod, container["securityContext"] as JsonObject, $"{field}.securityContext");
        }
    }

    private static void Check(PodLook look, JsonObject? pod, JsonObject? context, string field)
    {
        if (context.At("allowPrivilegeEscalation").Truth() != false)
        {
            look.Refuse($"{field}.allowPrivilegeEscalation", "it is not false", "Write false");
        }

        if ((context.At("runAsNonRoot") ?? pod.At("runAsNonRoot")).Truth() != true)
        {
            look.Refuse($"{field}.runAsNonRoot", "it is not true, neither here nor for the pod", "Write true");
        }

        if (context.At("runAsUser").Whole() == 0)
        {
            look.Refuse($"{field}.runAsUser", "it is 0", "Take it away, or name another user");
        }

        if ((context.At("seccompProfile", "type") ?? pod.At("seccompProfile", "type")).Text() is not ("RuntimeDefault" or "Localhost"))
        {
            look.Refuse($"{field}.seccompProfile.type", "it is neither RuntimeDefault nor Localhost, neither here nor for the pod", "Write RuntimeDefault");
        }

        if (!(context.At("capabilities", "drop") as JsonArray ?? []).Any(one => one.Text() == "ALL"))
        {
            look.Refuse($"{field}.capabilities.drop", "it does not drop ALL", "Write drop: [ALL]");
        }

        foreach (var capability in PodSecurityBaseline.Added(context).Where(one => one != "NET_BIND_SERVICE"))
        {
            look.Refuse($"{field}.capabilities.add", $"it adds {capability}", "Take it away; NET_BIND_SERVICE alone is allowed");
        }
    }
}
