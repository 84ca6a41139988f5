using System.Text.Json.Nodes;
using Sluice.Sandbox.Controllers.Objects;

namespace Sluice.Sandbox.Controllers.Jobs;

/// <summary>How a job ended.</summary>
/// <param name="Succeeded">Well or badly.</param>
/// <param name="Reason">One word, as Kubernetes has it.</param>
/// <param name="Message">For people.</param>
internal sealed record JobVerdict(bool Succeeded, string Reason, string Message)
{
    public string Condition => Succeeded ? "Complete" : "Failed";

    /// <summary><see langword="null"/> while it is not decided.</summary>
    public static JobVerdict? Of(JsonObject job, JobPods pods, DateTimeOffset started, DateTimeOffset now)
    {
        int limit = job.Int("spec", "backoffLimit") ?? 6;
        bool inPlace = job.Text("spec", "template", "spec", "restartPolicy") == "OnFailure";
        if (pods.Failed > limit || (inPlace && pods.Restarts > 0 && pods.Restarts >= limit))
        {
            return new JobVerdict(false, "BackoffLimitExceeded", "Job has reached the specified backoff limit");
        }

        if (Deadline(job) is { } deadline && now - started >= deadline)
        {
            return new JobVerdict(false, "DeadlineExceeded", "Job was active longer than specified deadline");
        }

        bool isDone = job.Int("spec", "completions") is { } wanted ? pods.Succeeded >= wanted : pods.Succeeded > 0 && pods.Active.Count == 0;
        return isDone ? new JobVerdict(true, "CompletionsReached", "Reached expected number of succeeded pods") : null;
    }

    public static TimeSpan? Deadline(JsonObject job) => job.Int("spec", "activeDeadlineSeconds") is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
}
