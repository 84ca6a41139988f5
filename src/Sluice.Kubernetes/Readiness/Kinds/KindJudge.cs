using System.Text.Json.Nodes;

namespace Sluice.Kubernetes.Readiness.Kinds;

/// <summary>Joins what an object says of itself with what its pods show. Pure but for the view it looks at.</summary>
internal static class KindJudge
{
    public static (ReadinessVerdict Verdict, IReadOnlyList<ObservedPod> Pods) Judge(KindTarget target, NamespaceView view, DateTimeOffset now)
    {
        if (view.Find(target.Key, target.Name) is not { } json)
        {
            return (view.WasSeen(target.Key, target.Name) ? Deleted(target) : new ReadinessVerdict.Waiting(null, ""), []);
        }

        IReadOnlyList<ObservedPod> pods = PodsOf(target, json, view, now);
        ReadinessVerdict verdict = KindRules.Judge(target.Resource.ApiVersion, target.Resource.Kind, json) switch
        {
            KindVerdict.Ready => new ReadinessVerdict.Ready(),
            KindVerdict.Failed failed => Failed(failed, ReadinessRules.Worst(pods, now)),
            KindVerdict.Waiting waiting => Waiting(target, waiting, ReadinessRules.Worst(pods, now), now),
            var other => throw new InvalidOperationException($"{other.GetType().Name} is not a verdict"),
        };
        return (verdict, pods);
    }

    private static IReadOnlyList<ObservedPod> PodsOf(KindTarget target, JsonObject json, NamespaceView view, DateTimeOffset now) => target.Resource.Kind switch
    {
        "Pod" => [view.Observe(json, now)],

        // A Job starts its pods again by itself, as often as backoffLimit says.
        "Job" => [.. view.PodsOf(json, _ => true, now).Select(p => p.Trouble is { Class: TroubleClass.Crash } crash ? p with { Trouble = crash with { FatalAfter = null } } : p)],
        "StatefulSet" => view.PodsOf(json, HasLabel("controller-revision-hash", Json.Text(json["status"]?["updateRevision"])), now),
        "DaemonSet" => view.PodsOf(json, HasLabel("pod-template-generation", Json.Text(json["metadata"]?["annotations"]?["deprecated.daemonset.template.generation"])), now),
        _ => [],
    };

    /// <summary>Pods of an earlier revision may be as broken as they like: they are being replaced.</summary>
    private static Func<JsonObject, bool> HasLabel(string label, string value) => value.Length == 0
        ? _ => true
        : pod => Json.Text(pod["metadata"]?["labels"]?[label]) == value;

    private static ReadinessVerdict.Failed Failed(KindVerdict.Failed failed, ObservedPod? worst) => new(
        new PodTrouble(worst?.Trouble?.Class ?? TroubleClass.Progress, failed.State, worst?.Trouble?.Container ?? "", failed.Reason, failed.Hint, TimeSpan.Zero),
        worst?.Pod.Name ?? "");

    private static ReadinessVerdict Waiting(KindTarget target, KindVerdict.Waiting waiting, ObservedPod? worst, DateTimeOffset now)
    {
        if (worst is not null && ReadinessRules.IsFatal(worst.Trouble!, worst.Since, now))
        {
            return new ReadinessVerdict.Failed(worst.Trouble!, worst.Pod.Name);
        }

        string ns = target.Namespace.Length == 0 ? "" : $"-n {target.Namespace} ";
        return new ReadinessVerdict.Waiting(
            worst?.Trouble is { Class: not TroubleClass.Slow } trouble
                ? trouble
                : new PodTrouble(TroubleClass.Slow, "NotReady", "", $"it {waiting.What}", $"kubectl {ns}describe {target.Resource.Plural} {target.Name} shows what it waits for.", null),
            worst?.Pod.Name ?? "");
    }

    private static ReadinessVerdict.Failed Deleted(KindTarget target) => new(
        new PodTrouble(TroubleClass.Progress, "Deleted", "", $"{target.Label} was deleted by someone else while it was waited for", "Run the deploy again.", TimeSpan.Zero),
        "");
}
