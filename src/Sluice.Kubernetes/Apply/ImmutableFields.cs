using Sluice.Kubernetes.Api;
using Sluice.Rollouts;

namespace Sluice.Kubernetes.Apply;

/// <summary>Recognises that the server refuses a change because the field stays as it was created, and knows the ways out. Pure.</summary>
internal static class ImmutableFields
{
    /// <summary>In what words servers say so, kind by kind.</summary>
    private static readonly string[] Words =
    [
        "field is immutable", "is immutable after creation", "may not change once set", "primary clusterIP can not be unset",
        "updates to statefulset spec for fields other than", "pod updates may not change fields", "cannot change roleRef", "updates to parameters are forbidden",
    ];

    /// <summary>Null when the error is about something else.</summary>
    /// <param name="target">An object that is in the cluster.</param>
    /// <param name="error">The server's answer.</param>
    public static ClusterProblem? Explain(ApplyTarget target, ApiError error)
    {
        if (error.Status != 422)
        {
            return null;
        }

        string[] fields = [.. error.Causes.Where(c => Speaks(c.Message)).Select(c => c.Field).Distinct(StringComparer.Ordinal)];
        bool onlyThese = fields.Length > 0 && error.Causes.All(c => Speaks(c.Message));
        if (!onlyThese && !(error.Causes.Count == 0 && Speaks(error.Message)))
        {
            return null;
        }

        string what = fields.Length == 0 ? "what differs" : string.Join(", ", fields);
        return new ClusterProblem(
            ClusterProblemKind.Invalid,
            $"{target.Label}: {what} cannot be changed in an object that exists. {WayOut(target, fields)}",
            "");
    }

    private static bool Speaks(string message) => Words.Any(word => message.Contains(word, StringComparison.Ordinal));

    private static string WayOut(ApplyTarget target, IReadOnlyList<string> fields) => target.Object.Kind switch
    {
        "Deployment" or "ReplicaSet" or "DaemonSet" =>
            $"Put it back as it was; or have the object made anew while its pods go on serving: {Delete(target)} --cascade=orphan, deploy, then delete the pods with the former labels.",
        "StatefulSet" =>
            $"Put it back as it was; or have the object made anew, its pods and volumes stay and are taken over: {Delete(target)} --cascade=orphan, then deploy.",
        "Service" =>
            $"Leave {string.Join(", ", fields)} out of the manifest, so that it stays; or have the Service made anew, which breaks its connections for a moment: {Delete(target)}, then deploy.",
        "PersistentVolumeClaim" =>
            "Only its size may grow. Put the rest back as it was, or write a claim of another name and move the data: deleting this one may delete its data.",
        "Job" =>
            $"A Job runs once. Give it another name for each release; or, when it has done its work: {Delete(target)}, then deploy.",
        "ConfigMap" or "Secret" when !fields.Contains("type") =>
            $"It says immutable: true. Let its name change with its content (a generator of kustomize, or no annotation sluice.dev/fixed-name); or: {Delete(target)}, then deploy.",
        "Pod" => $"Let a Deployment run it; or: {Delete(target)}, then deploy.",
        _ => $"Put it back as it was, or give the object another name; or, if it can be missing for a moment: {Delete(target)}, then deploy.",
    };

    private static string Delete(ApplyTarget target) => Kubectl.For(target, "delete");
}
