using System.Text.Json.Nodes;
using Sluice.Sandbox.Controllers.Objects;

namespace Sluice.Sandbox.Kubelet.Pods;

/// <summary>A container as the stored status has it, for a sandbox that comes back: like a node after a reboot.</summary>
internal static class ContainerRestore
{
    public static ContainerState From(ContainerSpec spec, PodSpec podSpec, JsonObject pod, DateTimeOffset now)
    {
        string list = spec.IsInit ? "initContainerStatuses" : "containerStatuses";
        var state = new ContainerState(spec);
        if (pod.Objects("status", list).FirstOrDefault(s => s.Text("name") == spec.Name) is not { } status)
        {
            return state;
        }

        state.Restarts = status.Int("restartCount") ?? 0;
        state.LastEnd = Termination.Read(status.At("lastState", "terminated"));
        if (Termination.Read(status.At("state", "terminated")) is { } end)
        {
            if (podSpec.StartsAgain(spec, end))
            {
                // The sandbox went between an end and the start that follows it at once.
                state.Restarts++;
                state.LastEnd = end;
                return state;
            }

            state.Phase = ContainerPhase.Ended;
            state.End = end;
            state.ImageId = status.Text("imageID");
        }
        else if (status.At("state", "running") is JsonObject running)
        {
            state.Restarts++;
            state.LastEnd = new Termination(Termination.UnseenExitCode, "Unknown", "the sandbox was stopped", running.Time("startedAt"), now);
        }
        else if (state.LastEnd is not null)
        {
            // It waited for its next start, which counts when it runs.
            state.Restarts++;
        }

        return state;
    }
}
