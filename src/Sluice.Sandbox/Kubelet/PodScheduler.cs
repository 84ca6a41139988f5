using System.Text.Json.Nodes;
using Sluice.Sandbox.Controllers;
using Sluice.Sandbox.Controllers.Objects;
using Sluice.Sandbox.Controllers.Startup;
using Sluice.Sandbox.Kubelet.Launching;
using Sluice.Sandbox.Store;

namespace Sluice.Sandbox.Kubelet;

/// <summary>Gives every pod to the only node, and says what of it the sandbox does not do.</summary>
internal static class PodScheduler
{
    /// <returns>The pod on our node; <see langword="null"/> when it is another node's, or changed meanwhile (the watch brings it again).</returns>
    public static JsonObject? Schedule(KubeletServices services, JsonObject pod)
    {
        if (pod.Text("spec", "nodeName") is { Length: > 0 } node)
        {
            return node == ClusterBasics.NodeName ? pod : null;
        }

        var next = pod.Copy();
        next.Ensure("spec")["nodeName"] = ClusterBasics.NodeName;
        var written = services.Store.Update(new ResourceKey(Resources.Pods, pod.Namespace(), pod.Name()), next);
        if (written is not { Outcome: StoreOutcome.Done, Object: { } scheduled })
        {
            return null;
        }

        services.Events.Record(
            Note.Normal(scheduled, "Scheduled", $"Successfully assigned {pod.Namespace()}/{pod.Name()} to {ClusterBasics.NodeName}"), "default-scheduler");
        string ignored = string.Join("; ", NotEmulated(scheduled));
        if (ignored.Length > 0)
        {
            services.Events.Record(Note.Normal(scheduled, "NotEmulated", $"the sandbox runs processes, not containers: {ignored}"), KubeletServices.Component);
        }

        return scheduled;
    }

    private static IEnumerable<string> NotEmulated(JsonObject pod)
    {
        var containers = pod.Objects("spec", "containers").ToList();
        if (containers.Exists(c => c.At("resources", "limits") is JsonObject { Count: > 0 }))
        {
            yield return "resource limits are not enforced";
        }

        if (containers.Select(c => c.At("securityContext")).Append(pod.At("spec", "securityContext")).Any(s => s is JsonObject { Count: > 0 }))
        {
            yield return "users and capabilities of securityContext are not applied";
        }

        foreach (string volume in PodVolumes.NotEmulated(pod))
        {
            yield return volume;
        }
    }
}
