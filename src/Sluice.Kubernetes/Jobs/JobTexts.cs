using System.Text.Json.Nodes;
using Sluice.Kubernetes.Readiness;
using Sluice.Kubernetes.Readiness.Kinds;

namespace Sluice.Kubernetes.Jobs;

/// <summary>Puts the end of a job into a sentence. Pure.</summary>
internal static class JobTexts
{
    private const int LongestLine = 300;

    /// <param name="name">The job's name.</param>
    /// <param name="verdict">Why the cluster gave it up.</param>
    /// <param name="pod">Its newest pod; null where there is none.</param>
    /// <param name="events">Of the job: what kept it from having pods.</param>
    /// <param name="log">The end of the pod's log.</param>
    public static string Failed(string name, KindVerdict.Failed verdict, PodSnapshot? pod, IEnumerable<JsonObject> events, IReadOnlyList<string> log)
    {
        string lead = pod?.Containers.FirstOrDefault(container => container.Crashed) is { Terminated: { } end } ? $"The job {name} ended with {end.Text}" : $"The job {name} failed";
        string cause = verdict.State == "DeadlineExceeded" ? ": it ran longer than its deadline allows"
            : pod is null && Refusal(events) is { Length: > 0 } refusal ? $": it got no pod, {refusal}"
            : verdict.State == "BackoffLimitExceeded" ? "" : $": {verdict.Reason}";
        return $"{lead}{cause}{LastLine(log)}";
    }

    /// <summary>For a job whose pod does not start.</summary>
    public static string NotStarted(string name, PodTrouble trouble) => $"The job {name} cannot run: {trouble.Reason} ({trouble.State}).";

    /// <summary>The last lines of a log, empty ones left out.</summary>
    public static IReadOnlyList<string> Lines(string log, int count) =>
        [.. log.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).TakeLast(count)];

    private static string LastLine(IReadOnlyList<string> log) => log is [.., var last]
        ? $"; its log ends with: {(last.Length <= LongestLine ? last : last[..LongestLine] + "…")}"
        : ".";

    private static string Refusal(IEnumerable<JsonObject> events) =>
        Json.Text(events.LastOrDefault(one => Json.Text(one["type"]) == "Warning" && Json.Text(one["reason"]) == "FailedCreate")?["message"]);
}
