using System.Text.Json.Nodes;
using Sluice.Sandbox.Controllers.Objects;
using Sluice.Sandbox.Store;

namespace Sluice.Sandbox.Controllers.Jobs;

/// <summary>Job → Pods that run to their end: completions, retries with back-off, deadline, suspension, removal after a time.</summary>
internal sealed class JobController : IController
{
    private static readonly TimeSpan FirstBackoff = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromMinutes(6);

    public string Name => "job-controller";

    public IReadOnlyList<WatchRule> Watches { get; } =
    [
        new(Resources.Jobs, change => [change.Key]),
        new(Resources.Pods, change => change.Object.Controller() is { } owner && owner.Text("kind") == "Job"
            ? [new ResourceKey(Resources.Jobs, change.Key.Namespace, owner.Text("name") ?? "")]
            : []),
    ];

    public Reconciled Reconcile(IObjectStore store, ResourceKey key, DateTimeOffset now)
    {
        if (store.Get(key) is not { } job || job.IsDeleting())
        {
            return Reconciled.Nothing;
        }

        if (IsOver(job))
        {
            return Expire(key, job, now);
        }

        bool ending = store.Get(new ResourceKey(Resources.Namespaces, "", key.Namespace))?.IsDeleting() ?? false;
        var pods = JobPods.Of(job, store.List(Resources.Pods, key.Namespace).Items);
        return ending ? Reconciled.Nothing : job.Flag("spec", "suspend") ? Suspend(key, job, pods, now) : Decide(key, job, pods, now);
    }

    private static Reconciled Decide(ResourceKey key, JsonObject job, JobPods pods, DateTimeOffset now)
    {
        var started = job.Time("status", "startTime") ?? now;
        if (JobVerdict.Of(job, pods, started, now) is { } verdict)
        {
            return Finish(key, job, pods, started, verdict, now);
        }

        var wait = Backoff(pods, now);
        var writes = new List<StoreWrite>();
        var notes = new List<Note>();
        int missing = wait > TimeSpan.Zero ? 0 : Wanted(job, pods) - pods.Active.Count;
        for (int i = 0; i < missing; i++)
        {
            var pod = PodTemplates.PodOf(job, Owners.ControllerReference(job, "batch/v1", "Job"));
            writes.Add(new StoreWrite.Create(pod.Key(), pod));
            notes.Add(Note.Normal(job, "SuccessfulCreate", $"Created pod: {pod.Name()}"));
        }

        writes.AddRange(pods.Active.Take(Math.Max(0, -missing)).Where(_ => wait <= TimeSpan.Zero).Select(PodFacts.Deletion));
        writes.AddRange(Status(key, job, StatusOf(pods, started, Conditions.Find(job.At("status"), "Suspended") is { } suspended ? [Resumed(suspended, now)] : [])));
        TimeSpan? due = JobVerdict.Deadline(job) is { } deadline ? started + deadline - now : null;
        return new Reconciled(writes, notes, Earliest(wait > TimeSpan.Zero ? wait : null, due));
    }

    /// <summary>How many pods should run now.</summary>
    private static int Wanted(JsonObject job, JobPods pods)
    {
        int parallel = job.Int("spec", "parallelism") ?? 1;
        return job.Int("spec", "completions") is { } all ? Math.Min(parallel, all - pods.Succeeded)

            // Without a number of completions, nothing new begins once one has succeeded.
            : pods.Succeeded > 0 ? pods.Active.Count : parallel;
    }

    private static TimeSpan Backoff(JobPods pods, DateTimeOffset now)
    {
        if (pods.Failed == 0 || pods.LastFailure is not { } last)
        {
            return TimeSpan.Zero;
        }

        var pause = TimeSpan.FromTicks(Math.Min(LongestBackoff.Ticks, FirstBackoff.Ticks << Math.Min(10, pods.Failed - 1)));
        return last + pause - now;
    }

    private static Reconciled Finish(ResourceKey key, JsonObject job, JobPods pods, DateTimeOffset started, JobVerdict verdict, DateTimeOffset now)
    {
        // What the end kills has not ended well.
        var condition = Conditions.Next(null, verdict.Condition, true, verdict.Reason, verdict.Message, now);
        var counted = verdict.Succeeded ? pods with { Active = [] } : pods with { Active = [], Failed = pods.Failed + pods.Active.Count };
        var status = StatusOf(counted, started, [condition]);
        if (verdict.Succeeded)
        {
            status["completionTime"] = now.Stamp();
        }

        var note = verdict.Succeeded ? Note.Normal(job, "Completed", "Job completed") : Note.Warning(job, verdict.Reason, verdict.Message);
        return new Reconciled([.. pods.Active.Select(PodFacts.Deletion), .. Status(key, job, status)], [note], Ttl(job));
    }

    private static Reconciled Suspend(ResourceKey key, JsonObject job, JobPods pods, DateTimeOffset now)
    {
        var suspended = Conditions.Next(Conditions.Find(job.At("status"), "Suspended"), "Suspended", true, "JobSuspended", "Job suspended", now);
        var status = StatusOf(pods with { Active = [] }, null, [suspended]);
        return new Reconciled([.. pods.Active.Select(PodFacts.Deletion), .. Status(key, job, status)], []);
    }

    private static Reconciled Expire(ResourceKey key, JsonObject job, DateTimeOffset now)
    {
        if (Ttl(job) is not { } ttl)
        {
            return Reconciled.Nothing;
        }

        var over = job.Objects("status", "conditions").First(c => c.Text("type") is "Complete" or "Failed");
        var left = (over.Time("lastTransitionTime") ?? now) + ttl - now;
        return left > TimeSpan.Zero ? new Reconciled([], [], left) : Reconciled.Of(new StoreWrite.Delete(key, job.Uid()));
    }

    private static JsonObject Resumed(JsonObject suspended, DateTimeOffset now) =>
        Conditions.Next(suspended, "Suspended", false, "JobResumed", "Job resumed", now);

    private static JsonObject StatusOf(JobPods pods, DateTimeOffset? started, IEnumerable<JsonObject> conditions)
    {
        var status = new JsonObject();
        if (started is { } time)
        {
            status["startTime"] = time.Stamp();
        }

        foreach (var (name, count) in (ReadOnlySpan<(string, int)>)[("active", pods.Active.Count), ("succeeded", pods.Succeeded), ("failed", pods.Failed)])
        {
            if (count > 0)
            {
                status[name] = count;
            }
        }

        status["ready"] = pods.Ready;
        if (conditions.ToJson() is { Count: > 0 } list)
        {
            status["conditions"] = list;
        }

        return status;
    }

    private static IEnumerable<StoreWrite> Status(ResourceKey key, JsonObject job, JsonObject status)
    {
        var next = job.Copy();
        next["status"] = status;
        return JsonNode.DeepEquals(next, job) ? [] : [new StoreWrite.Update(key, next)];
    }

    private static bool IsOver(JsonObject job) => Conditions.IsTrue(job.At("status"), "Complete") || Conditions.IsTrue(job.At("status"), "Failed");

    private static TimeSpan? Ttl(JsonObject job) => job.Int("spec", "ttlSecondsAfterFinished") is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    private static TimeSpan? Earliest(TimeSpan? a, TimeSpan? b) => a is null || b < a ? b : a;
}
