using System.Text.Json.Nodes;

namespace Sluice.Kubernetes.Readiness.Kinds;

/// <summary>Which objects are waited for, and by which rule. Pure.</summary>
internal static class KindRules
{
    /// <summary>
    /// Whether a deploy waits for objects of this kind. Deployments are waited for by a view of their own, with their pods.
    /// A Service is waited for where pods of the same release are to stand behind it, see <see cref="ServiceGoal"/>. An Ingress is
    /// looked at when everything else is ready, and fails nothing, see <see cref="IngressRule"/>. What Kubernetes itself defines
    /// beside these has nothing to wait for: a claim may be bound only with its first pod, which then says what it waits for. A
    /// definition of a kind counts as applied only when it is served. Kinds of others are waited for as far as they follow the
    /// conventions.
    /// </summary>
    public static bool IsWaitedFor(string apiVersion, string kind) => (Group(apiVersion), kind) switch
    {
        ("apps", "StatefulSet" or "DaemonSet") => true,
        ("batch", "Job") => true,
        ("", "Pod" or "PersistentVolumeClaim") => true,
        var (group, _) => IsOthers(group),
    };

    /// <summary>Whether the kind runs pods that name it as their controller.</summary>
    public static bool RunsPods(string kind) => kind is "StatefulSet" or "DaemonSet" or "Job";

    public static KindVerdict Judge(string apiVersion, string kind, JsonObject json) => (Group(apiVersion), kind) switch
    {
        ("apps", "StatefulSet") => StatefulSetRule.Judge(json),
        ("apps", "DaemonSet") => DaemonSetRule.Judge(json),
        ("batch", "Job") => JobRule.Judge(json),
        ("", "Pod") => BarePodRule.Judge(json),
        ("", "PersistentVolumeClaim") => ClaimRule.Judge(json),
        _ => ConditionsRule.Judge(json),
    };

    /// <summary>Groups of Kubernetes have no dot, or end in its own domain.</summary>
    private static bool IsOthers(string group) => group.Contains('.', StringComparison.Ordinal) && !group.EndsWith(".k8s.io", StringComparison.Ordinal);

    private static string Group(string apiVersion) => apiVersion.IndexOf('/', StringComparison.Ordinal) is var slash and > 0 ? apiVersion[..slash] : "";
}
