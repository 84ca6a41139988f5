using System.Text.Json.Nodes;
using Sluice.Kubernetes.Readiness;
using Sluice.Manifests.Releases;
using Sluice.Rollouts.Driver;

namespace Sluice.Kubernetes.Traffic;

/// <summary>Tells by labels what belongs to a stack. Pure.</summary>
internal static class StackPods
{
    /// <summary>Whether labels are those of a pod of this stack, or a selector is one that only its pods fit.</summary>
    public static bool Bears(JsonNode? labels, StackId stack) =>
        stack.Mark.Value.Length > 0 && Json.Text(labels?[stack.Mark.Key]) == stack.Mark.Value
        && (stack.IsAdopted || Json.Text(labels?[SluiceLabels.Service]) == stack.Service);

    /// <summary>The query that lists its pods.</summary>
    public static string Query(StackId stack) => stack.IsAdopted
        ? $"{stack.Mark.Key}={stack.Mark.Value}"
        : $"{SluiceLabels.Service}={stack.Service},{stack.Mark.Key}={stack.Mark.Value}";

    /// <summary>Whether a pod takes requests.</summary>
    public static bool IsReady(JsonObject pod) =>
        pod["metadata"]?["deletionTimestamp"] is null && Json.Condition(pod, "Ready") is { } ready && Json.Text(ready["status"]) == "True";
}
