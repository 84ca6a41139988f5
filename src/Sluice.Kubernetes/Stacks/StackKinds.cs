using Sluice.Kubernetes.Discovery;
using Sluice.Kubernetes.Readiness;
using Sluice.Kubernetes.Traffic;

namespace Sluice.Kubernetes.Stacks;

/// <summary>What stacks consist of. Pointers and what belongs to them is named by <see cref="TrafficReading"/>.</summary>
internal static class StackKinds
{
    public static TrafficResource Deployments { get; } = new(NamespaceView.Deployments, "Deployment", ["apps/v1"]);

    public static TrafficResource StatefulSets { get; } = new("statefulsets", "StatefulSet", ["apps/v1"]);

    public static TrafficResource DaemonSets { get; } = new("daemonsets", "DaemonSet", ["apps/v1"]);

    public static TrafficResource ReplicaSets { get; } = new(NamespaceView.ReplicaSets, "ReplicaSet", ["apps/v1"]);

    /// <summary>What is asked of autoscalers is the same in every version, so the oldest does where no newer one is served.</summary>
    public static TrafficResource Autoscalers { get; } =
        new("horizontalpodautoscalers", "HorizontalPodAutoscaler", ["autoscaling/v2", "autoscaling/v2beta2", "autoscaling/v1"]);

    public static TrafficResource Budgets { get; } = new("poddisruptionbudgets", "PodDisruptionBudget", ["policy/v1", "policy/v1beta1"]);

    /// <summary>A cluster that does not serve them has none.</summary>
    public static bool MayBeUnknown(TrafficResource kind) => kind == Autoscalers || kind == Budgets;

    /// <summary>The collection of a workload of this kind.</summary>
    public static TrafficResource Workloads(string kind) => kind switch
    {
        "StatefulSet" => StatefulSets,
        "DaemonSet" => DaemonSets,
        _ => Deployments,
    };

    public static string DeploymentPath(string ns, string name) => new ApiResource("apps/v1", "Deployment", NamespaceView.Deployments, true).ObjectPath(ns, name);
}
