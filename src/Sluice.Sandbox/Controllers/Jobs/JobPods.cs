using System.Text.Json.Nodes;
using Sluice.Sandbox.Controllers.Objects;

namespace Sluice.Sandbox.Controllers.Jobs;

/// <summary>A job's pods by what became of them.</summary>
/// <param name="Active">Not over and not on their way out.</param>
/// <param name="Succeeded">How many ended well.</param>
/// <param name="Failed">How many ended badly.</param>
/// <param name="Restarts">Of containers in active pods that are restarted in place.</param>
/// <param name="LastFailure">When the newest of the failed ones ended.</param>
internal sealed record JobPods(IReadOnlyList<JsonObject> Active, int Succeeded, int Failed, int Restarts, DateTimeOffset? LastFailure)
{
    public static JobPods Of(JsonObject job, IEnumerable<JsonObject> pods)
    {
        var own = pods.Where(p => p.IsControlledBy(job)).ToList();
        var active = own.Where(p => p.IsActive()).ToList();
        var failed = own.Where(p => Phase(p) == "Failed").ToList();

        // Ended pods that somebody deleted still count.
        return new JobPods(
            active,
            Math.Max(own.Count(p => Phase(p) == "Succeeded"), job.Int("status", "succeeded") ?? 0),
            Math.Max(failed.Count, job.Int("status", "failed") ?? 0),
            active.Sum(p => p.Objects("status", "containerStatuses").Sum(c => c.Int("restartCount") ?? 0)),
            failed.Select(Ended).Max());
    }

    public int Ready => Active.Count(p => p.IsReady());

    private static string? Phase(JsonObject pod) => pod.Text("status", "phase");

    private static DateTimeOffset? Ended(JsonObject pod) =>
        pod.Objects("status", "containerStatuses").Select(c => c.Time("state", "terminated", "finishedAt")).Append(pod.Created()).Max();
}
