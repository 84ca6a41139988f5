using System.Text.Json.Nodes;
using Sluice.Rollouts.Deploy;

namespace Sluice.Kubernetes.Readiness.Kinds;

/// <summary>
/// A Service, headless or not: ready with its first ready endpoint. Looked at when the pods behind it serve; then a selector
/// that no pod has is not going to be met by waiting. Pure but for the view it looks at.
/// </summary>
internal static class EndpointRule
{
    /// <summary>What the watch of pods may lag behind the one of their workload.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    public static ReadinessVerdict Judge(KindTarget target, ServiceGoal goal, NamespaceView view, DateTimeOffset now)
    {
        if ((view.All(target.Key) ?? []).Any(slice => IsOf(slice, target.Name) && HasReadyEndpoint(slice)) || goal.Backers.All(b => IsAtZero(view, b)))
        {
            Forget(target, view, now);
            return new ReadinessVerdict.Ready();
        }

        if (view.All(NamespaceView.Pods) is not { } all)
        {
            return new ReadinessVerdict.Waiting(null, "");
        }

        PodSnapshot[] pods = [.. all.Where(p => ServiceBackers.Matches(goal.Selector, LabelsOf(p))).Select(PodSnapshot.Read).Where(p => !p.Terminating)];
        if (pods.Length > 0)
        {
            Forget(target, view, now);
            return new ReadinessVerdict.Waiting(Unready(target, goal, pods), "");
        }

        PodTrouble trouble = Unmatched(goal);
        return ReadinessRules.IsFatal(trouble, view.Since(target.Label, trouble.Class, now), now)
            ? new ReadinessVerdict.Failed(trouble, "")
            : new ReadinessVerdict.Waiting(trouble, "");
    }

    /// <summary>The grace begins anew.</summary>
    public static void Forget(KindTarget target, NamespaceView view, DateTimeOffset now) => view.Since(target.Label, null, now);

    private static bool IsOf(JsonObject slice, string service) => Json.Text(slice["metadata"]?["labels"]?["kubernetes.io/service-name"]) == service;

    /// <summary>An endpoint of which nothing is known counts as ready, as the API has it.</summary>
    private static bool HasReadyEndpoint(JsonObject slice) =>
        Json.Items(slice["endpoints"]).Any(e => e["conditions"]?["ready"] is not { } ready || Json.Flag(ready));

    /// <summary>A scaler may have taken the last pod away; then nothing serves, on purpose.</summary>
    private static bool IsAtZero(NamespaceView view, ServiceBacker backer) =>
        view.Find(backer.Key, backer.Name) is { } live && Json.Int(live["spec"]?["replicas"], 1) == 0;

    private static PodTrouble Unmatched(ServiceGoal goal)
    {
        string have = string.Join("; ", goal.Backers.Select(b => $"pods of {b.Label} have {(b.PodLabels.Count == 0 ? "no labels" : Words(b.PodLabels))}"));
        return new PodTrouble(
            TroubleClass.Configuration,
            "NoEndpoints",
            "",
            $"no pod has the labels that it selects, {Words(goal.Selector)}: {have}",
            "Make the Service's spec.selector and the labels of the pod template (spec.template.metadata.labels) agree.",
            Grace);
    }

    private static PodTrouble Unready(KindTarget target, ServiceGoal goal, PodSnapshot[] pods) => new(
        TroubleClass.Slow,
        "NoEndpoints",
        "",
        $"no ready pod has the labels that it selects, {Words(goal.Selector)}: {string.Join(", ", pods.Take(3).Select(p => $"{p.Name} is {p.State}"))}{(pods.Length > 3 ? ", …" : "")}",
        $"kubectl -n {target.Namespace} get endpointslices -l kubernetes.io/service-name={target.Name} -o yaml shows which pods are behind it.",
        null);

    private static Dictionary<string, string> LabelsOf(JsonObject pod) =>
        (pod["metadata"]?["labels"] as JsonObject ?? []).ToDictionary(l => l.Key, l => Json.Text(l.Value), StringComparer.Ordinal);

    private static string Words(IReadOnlyDictionary<string, string> labels) => string.Join(",", labels.Select(l => $"{l.Key}={l.Value}"));
}
