using System.Text.Json.Nodes;
using Sluice.Kubernetes.Readiness;
using Sluice.Manifests.Releases;
using Sluice.Manifests.Stacks;
using Sluice.Rollouts.Driver;

namespace Sluice.Kubernetes.Stacks;

/// <summary>Stacks in the mirrored objects of a namespace. Pure but for the view that it looks at.</summary>
internal static class StackView
{
    /// <summary>The stack that a Deployment is; null when it is none of these services.</summary>
    public static StackId? Identify(NamespaceView view, string ns, JsonObject deployment, IReadOnlyCollection<string> services)
    {
        string name = NameOf(deployment);
        JsonNode? selected = deployment["spec"]?["selector"]?["matchLabels"];
        string service = Json.Text(selected?[SluiceLabels.Service]);
        string revision = Json.Text(selected?[SluiceLabels.Revision]);
        if (revision.Length > 0)
        {
            return services.Contains(service) ? new StackId(ns, service, name, StackMark.OfRevision(revision)) : null;
        }

        // A Deployment that no controller has seen has no pods that could be told from others.
        return services.Contains(name) && HashOf(view, deployment) is { Length: > 0 } hash
            ? new StackId(ns, name, name, StackMark.OfPodTemplate(hash))
            : null;
    }

    /// <summary>The revision that the pods are of; empty where their template bears none.</summary>
    public static string RevisionOf(JsonObject deployment) => Json.Text(deployment["spec"]?["template"]?["metadata"]?["labels"]?[SluiceLabels.Revision]);

    /// <summary>Pods that are asked for.</summary>
    public static int Asked(JsonObject deployment) => Json.Int(deployment["spec"]?["replicas"], 1);

    public static DateTimeOffset CreatedOf(JsonObject item) => StackNotes.Time(Json.Text(item["metadata"]?["creationTimestamp"])) ?? default;

    /// <summary>
    /// Pods of a stack, also those on their way out: those that its workload controls and that bear its mark. Others of the same
    /// workload are of another template that it had, or has now.
    /// </summary>
    public static IEnumerable<JsonObject> PodsOf(NamespaceView view, StackId stack) =>
        ControlledBy(view, stack).Where(pod => Json.Text(pod["metadata"]?["labels"]?[stack.Mark.Key]) == stack.Mark.Value);

    /// <summary>Pods that the workload of a stack controls, of whatever template.</summary>
    public static IEnumerable<JsonObject> ControlledBy(NamespaceView view, StackId stack) =>
        view.Find(StackKinds.Workloads(stack.Kind).Key, stack.Name) is not { } workload ? []
        : stack.Kind == "Deployment" ? ReplicaSetsOf(view, workload).SelectMany(set => view.OwnedBy(NamespaceView.Pods, UidOf(set)))
        : view.OwnedBy(NamespaceView.Pods, UidOf(workload));

    public static IEnumerable<JsonObject> ReplicaSetsOf(NamespaceView view, JsonObject deployment) => view.OwnedBy(NamespaceView.ReplicaSets, UidOf(deployment));

    /// <summary>Autoscalers that size a Deployment, whoever made them.</summary>
    public static IEnumerable<JsonObject> AutoscalersOf(NamespaceView view, string deployment) =>
        (view.All(StackKinds.Autoscalers.Key) ?? []).Where(scaler => HeldAutoscaler.Sizes(scaler, deployment));

    /// <summary>Whether labels are all that a selector asks for. One that asks for nothing selects nothing.</summary>
    public static bool Selects(JsonObject? selector, JsonNode? labels) =>
        selector is { Count: > 0 } && selector.All(label => Json.Text(labels?[label.Key]) == Json.Text(label.Value));

    public static string NameOf(JsonObject item) => Json.Text(item["metadata"]?["name"]);

    public static string UidOf(JsonObject item) => Json.Text(item["metadata"]?["uid"]);

    private static string HashOf(NamespaceView view, JsonObject deployment) =>
        Json.Text(view.CurrentReplicaSet(deployment)?["metadata"]?["labels"]?[NamespaceView.HashLabel]);
}
