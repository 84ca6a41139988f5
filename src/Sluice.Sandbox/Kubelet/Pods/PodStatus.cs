using System.Text.Json.Nodes;
using Sluice.Sandbox.Controllers.Objects;

namespace Sluice.Sandbox.Kubelet.Pods;

/// <summary>A pod's status from its machine.</summary>
internal static class PodStatus
{
    private static readonly string[] Own = ["PodScheduled", "Initialized", "ContainersReady", "Ready"];

    /// <param name="pod">The object as stored: conditions of others and transition times are kept.</param>
    /// <param name="machine">The pod's life.</param>
    /// <param name="address">The pod's.</param>
    /// <param name="hostAddress">The node's.</param>
    /// <param name="now">The time.</param>
    public static JsonObject Of(JsonObject pod, PodMachine machine, string address, string hostAddress, DateTimeOffset now)
    {
        var before = pod.At("status");
        var status = new JsonObject
        {
            ["phase"] = Phase(machine),
            ["hostIP"] = hostAddress,
            ["hostIPs"] = new JsonArray(new JsonObject { ["ip"] = hostAddress }),
            ["podIP"] = address,
            ["podIPs"] = new JsonArray(new JsonObject { ["ip"] = address }),
            ["startTime"] = before.Text("startTime") ?? now.Stamp(),
            ["qosClass"] = "BestEffort",
        };
        status["conditions"] = before.Objects("conditions").Where(c => !Own.Contains(c.Text("type"))).Select(c => (JsonNode?)c.DeepClone())
            .Concat(OwnConditions(machine, before, now)).ToJson();
        if (machine.InitContainers.Count > 0)
        {
            status["initContainerStatuses"] = machine.InitContainers.Select(c => Container(c, machine)).ToJson();
        }

        status["containerStatuses"] = machine.Containers.Select(c => Container(c, machine)).ToJson();
        return status;
    }

    private static string Phase(PodMachine machine)
    {
        if (machine.InitContainers.Any(c => c is { Phase: ContainerPhase.Ended, End.ExitCode: not 0 }))
        {
            return "Failed";
        }

        if (machine.Containers.All(c => c.Phase == ContainerPhase.Ended))
        {
            return machine.Containers.All(c => c.End?.ExitCode == 0) ? "Succeeded" : "Failed";
        }

        bool hasRun = machine.Containers.All(c => c.StartedAt is not null || c.LastEnd is not null || c.End is not null);
        return hasRun ? "Running" : "Pending";
    }

    private static IEnumerable<JsonObject> OwnConditions(PodMachine machine, JsonNode? before, DateTimeOffset now)
    {
        var unready = machine.Containers.Where(c => !c.IsReady).Select(c => c.Spec.Name).ToList();
        string names = $"containers with unready status: [{string.Join(' ', unready)}]";
        JsonObject Next(string type, bool value, string? reason, string? message) =>
            Conditions.Next(Conditions.Find(before, type), type, value, value ? null : reason, value ? null : message, now);

        yield return Next("Initialized", machine.IsInitialized, "ContainersNotInitialized", "init containers have not completed");
        yield return machine.AreContainersReady
            ? Next("Ready", machine.IsReady, "ReadinessGatesNotReady", "a readiness gate is not true")
            : Next("Ready", false, "ContainersNotReady", names);
        yield return Next("ContainersReady", machine.AreContainersReady, "ContainersNotReady", names);
        yield return Next("PodScheduled", true, null, null);
    }

    private static JsonObject Container(ContainerState c, PodMachine machine)
    {
        var status = new JsonObject
        {
            ["name"] = c.Spec.Name,
            ["image"] = c.Spec.Image,
            ["imageID"] = c.ImageId ?? "",
            ["ready"] = c.Spec.IsInit ? c.End is { ExitCode: 0 } : c.IsReady && !machine.IsDeleting,
            ["started"] = c.HasStarted,
            ["restartCount"] = c.ShownRestarts,
            ["state"] = State(c, machine),
            ["lastState"] = c is { RestartsAtOnce: false, LastEnd: { } last } ? new JsonObject { ["terminated"] = last.ToJson() } : new JsonObject(),
        };
        if (c.HasProcess || c.End is not null)
        {
            status["containerID"] = $"process://{c.Spec.Name}-{c.Restarts}";
        }

        return status;
    }

    private static JsonObject State(ContainerState c, PodMachine machine)
    {
        if (c.End is { } end)
        {
            return new JsonObject { ["terminated"] = end.ToJson() };
        }

        if (c is { Phase: ContainerPhase.Running or ContainerPhase.Stopping, StartedAt: { } started })
        {
            return new JsonObject { ["running"] = new JsonObject { ["startedAt"] = started.Stamp() } };
        }

        if (c is { RestartsAtOnce: true, LastEnd: { } ended })
        {
            return new JsonObject { ["terminated"] = ended.ToJson() };
        }

        bool waitsForInit = !c.Spec.IsInit && !machine.IsInitialized;
        var waiting = new JsonObject { ["reason"] = waitsForInit ? "PodInitializing" : c.Waiting.Reason };
        if (c.Waiting.Message is { } message && !waitsForInit)
        {
            waiting["message"] = message;
        }

        return new JsonObject { ["waiting"] = waiting };
    }
}
