using System.Globalization;
using System.Text.Json.Nodes;
using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Readiness;
using Sluice.Kubernetes.Readiness.Kinds;
using Sluice.Rollouts;
using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Ports;

namespace Sluice.Kubernetes.Jobs;

/// <summary>Smoke tests and hooks as Jobs of the cluster.</summary>
/// <param name="client">Whose guard decides about writes.</param>
/// <param name="time">For how long troubles last.</param>
public sealed class KubernetesJobs(ApiClient client, TimeProvider time) : IRolloutJobs
{
    private const int LogLines = 20;

    private readonly JobSightings sightings = new(time);

    public async Task<ClusterProblem?> StartAsync(JobRun run, CancellationToken cancellationToken)
    {
        if (run.Image.Length == 0)
        {
            return new ClusterProblem(ClusterProblemKind.Invalid, $"The job {run.Job.Name} of {run.Service} has no image: neither one of its own nor one of the release.", "Give it 'image: …' in sluice.yaml.");
        }

        ApiResult<JsonObject> created = await client.CreateAsync(Collection(run), JobDocument.Of(run), cancellationToken).ConfigureAwait(false);
        if (created.Error is not { AlreadyExists: true })
        {
            return created.Error is { } error ? Problem(error, run) : null;
        }

        ApiResult<JsonObject> there = await client.GetAsync(Place(run), cancellationToken).ConfigureAwait(false);
        return there.Error is { IsNotFound: false } unread ? Problem(unread, run)
            : there.Value is { } job && !JobDocument.IsOf(job, run) ? NotOurs(run)
            : null;
    }

    public async Task<ClusterResult<JobProgress>> LookAsync(JobRun run, CancellationToken cancellationToken)
    {
        ApiResult<JsonObject> answer = await client.GetAsync(Place(run), cancellationToken).ConfigureAwait(false);
        if (!answer.Succeeded(out JsonObject? job, out ApiError? error))
        {
            return error.IsNotFound ? Ok(new JobProgress(null, $"The job {run.Name} is not there.")) : ClusterResult<JobProgress>.Failed(Problem(error, run));
        }

        if (Json.Condition(job, "Complete") is { } complete && Json.Text(complete["status"]) == "True")
        {
            return Ok(new JobProgress(true, $"The job {run.Name} passed."));
        }

        ApiResult<JsonObject> listed = await client.GetAsync($"{Core(run)}/pods?labelSelector={Uri.EscapeDataString($"{JobDocument.PodLabel}={run.Name}")}", cancellationToken).ConfigureAwait(false);
        PodSnapshot? pod = Newest(run, listed.Value);
        if (JobRule.Judge(job) is KindVerdict.Failed verdict)
        {
            IReadOnlyList<string> log = pod is null ? [] : await LogAsync(run, pod, cancellationToken).ConfigureAwait(false);
            IEnumerable<JsonObject> events = pod is null ? await EventsAsync(run, cancellationToken).ConfigureAwait(false) : [];
            return Ok(new JobProgress(false, JobTexts.Failed(run.Name, verdict, pod, events, log)) { LogLines = log });
        }

        return pod is not null && PodTroubles.Of(pod, _ => 0) is { } trouble && sightings.IsFatal(run.Name, trouble)
            ? Ok(new JobProgress(false, JobTexts.NotStarted(run.Name, trouble)))
            : Ok(new JobProgress(null, pod is null ? $"The job {run.Name} has no pod yet." : $"The job {run.Name}: {pod.State}."));
    }

    public async Task<ClusterProblem?> EndAsync(JobRun run, CancellationToken cancellationToken)
    {
        ApiResult<JsonObject> there = await client.GetAsync(Place(run), cancellationToken).ConfigureAwait(false);
        if (!there.Succeeded(out JsonObject? job, out ApiError? unread))
        {
            return unread.IsNotFound ? null : Problem(unread, run);
        }

        if (!JobDocument.IsOf(job, run))
        {
            return NotOurs(run);
        }

        // Its pods go with it.
        var options = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "DeleteOptions",
            ["propagationPolicy"] = "Background",
            ["preconditions"] = new JsonObject { ["uid"] = Json.Text(job["metadata"]?["uid"]) },
        };
        ApiResult<JsonObject> deleted = await client.DeleteAsync(Place(run), options, cancellationToken).ConfigureAwait(false);
        return deleted.Error is { IsNotFound: false } error ? Problem(error, run) : null;
    }

    private static PodSnapshot? Newest(JobRun run, JsonObject? pods) => Json.Items(pods?["items"])
        .Where(pod => Json.Text(pod["metadata"]?["labels"]?[JobDocument.PodLabel]) == run.Name)
        .OrderBy(pod => DateTimeOffset.TryParse(Json.Text(pod["metadata"]?["creationTimestamp"]), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset at) ? at : default)
        .Select(PodSnapshot.Read)
        .LastOrDefault();

    // A container that never ran has no log, and the server says so by an error.
    private async Task<IReadOnlyList<string>> LogAsync(JobRun run, PodSnapshot pod, CancellationToken cancellationToken)
    {
        ApiResult<string> answer = await client.GetTextAsync($"{Core(run)}/pods/{Uri.EscapeDataString(pod.Name)}/log?tailLines={LogLines}&limitBytes=65536", cancellationToken).ConfigureAwait(false);
        return JobTexts.Lines(answer.Value ?? "", LogLines);
    }

    private async Task<IEnumerable<JsonObject>> EventsAsync(JobRun run, CancellationToken cancellationToken)
    {
        ApiResult<JsonObject> listed = await client.GetAsync($"{Core(run)}/events", cancellationToken).ConfigureAwait(false);
        return Json.Items(listed.Value?["items"]).Where(one => Json.Text(one["involvedObject"]?["kind"]) == "Job" && Json.Text(one["involvedObject"]?["name"]) == run.Name);
    }

    private static ClusterResult<JobProgress> Ok(JobProgress progress) => ClusterResult<JobProgress>.Ok(progress);

    private static ClusterProblem NotOurs(JobRun run) => new(
        ClusterProblemKind.Conflict,
        $"Job/{run.Name} in {run.Namespace} is there, and is not one that Sluice started for {run.Service}.",
        $"kubectl -n {run.Namespace} delete job {run.Name} makes room, if nobody needs it.");

    private static ClusterProblem Problem(ApiError error, JobRun run) => Problems.Of(error, $"Job/{run.Name} in {run.Namespace}");

    private static string Core(JobRun run) => $"/api/v1/namespaces/{Uri.EscapeDataString(run.Namespace)}";

    private static string Collection(JobRun run) => $"/apis/batch/v1/namespaces/{Uri.EscapeDataString(run.Namespace)}/jobs";

    private static string Place(JobRun run) => $"{Collection(run)}/{Uri.EscapeDataString(run.Name)}";
}
