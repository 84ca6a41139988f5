using System.Text.Json.Nodes;
using Sluice.Kubernetes.Readiness;
using Sluice.Kubernetes.Rolling;
using Sluice.Kubernetes.Traffic;
using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Machine;

namespace Sluice.Kubernetes.Stacks;

/// <summary>What the mirrored objects of a namespace say about a lane. Pure but for the view that it looks at.</summary>
internal static class LaneView
{
    public static LaneSight Of(Lane lane, NamespaceView view, DateTimeOffset now)
    {
        if (lane.IsRolling)
        {
            return RollingView.Of(lane, view, now);
        }

        TrafficSight traffic = TrafficReading.Of(lane, view);
        JsonObject? stable = lane.Stable is { } id ? view.Find(NamespaceView.Deployments, id.Name) : null;
        return new LaneSight(lane.Stable is null ? new StackSight(0, 0) : Sight(view, lane.Stable, now), Sight(view, lane.CandidateId, now))
        {
            Weight = traffic.Weight,
            Served = traffic.Served,
            IsPromoted = traffic.IsPromoted,
            IsHeld = stable is not null && IsHeld(view, stable),

            // Of a stack that is gone nothing can be kept, so nobody has to wait for it.
            IsWarm = lane.Stable is not null && (stable is null || StackNotes.IsWarm(stable)),
        };
    }

    private static StackSight Sight(NamespaceView view, StackId stack, DateTimeOffset now)
    {
        if (view.Find(NamespaceView.Deployments, stack.Name) is not { } deployment)
        {
            return new StackSight(0, 0);
        }

        int ready = StackView.PodsOf(view, stack).Select(view.PodOf).Count(pod => pod is { Ready: true, Terminating: false });

        // Routers go by what the Deployment reports, which comes a moment after its pods: with weight given in between, they would refuse.
        return new StackSight(StackView.Asked(deployment), Math.Min(ready, Json.Int(deployment["status"]?["readyReplicas"])), Failure(view.Snapshot(stack.Name, now), now));
    }

    private static string? Failure(WorkloadSnapshot snapshot, DateTimeOffset now) => ReadinessRules.Judge(snapshot, now) is ReadinessVerdict.Failed failed
        ? $"{(failed.Pod.Length > 0 ? $"pod {failed.Pod}" : $"Deployment/{snapshot.Service}")}: {failed.Trouble.State}: {failed.Trouble.Reason}"
        : null;

    private static bool IsHeld(NamespaceView view, JsonObject deployment)
    {
        JsonObject[] scalers = [.. StackView.AutoscalersOf(view, StackView.NameOf(deployment))];
        return scalers.Length > 0 ? scalers.All(HeldAutoscaler.IsHeld) : StackNotes.Of(deployment, StackNotes.Held).Length > 0;
    }
}
