using System.Text.Json.Nodes;
using Sluice.Kubernetes.Readiness;
using Sluice.Manifests.Releases;
using Sluice.Rollouts.Driver;

namespace Sluice.Kubernetes.Jobs;

/// <summary>A run of a job as a Job object. Pure.</summary>
internal static class JobDocument
{
    /// <summary>Of the pods: the job that they belong to. Nothing else tells them from others, so that no Service takes them for its own.</summary>
    public const string PodLabel = SluiceLabels.Prefix + "job";

    /// <summary>Ended jobs go by themselves, long after the last moment at which somebody goes on with their rollout.</summary>
    private const int KeptSeconds = 30 * 24 * 60 * 60;

    public static JsonObject Of(JobRun run) => new()
    {
        ["apiVersion"] = "batch/v1",
        ["kind"] = "Job",
        ["metadata"] = new JsonObject
        {
            ["name"] = run.Name,
            ["namespace"] = run.Namespace,
            ["labels"] = new JsonObject { ["app.kubernetes.io/managed-by"] = "sluice", [SluiceLabels.Service] = run.Service },
        },
        ["spec"] = new JsonObject
        {
            ["backoffLimit"] = run.Job.Retries,
            ["activeDeadlineSeconds"] = Math.Max(1, (long)Math.Ceiling(run.Job.Deadline.TotalSeconds)),
            ["ttlSecondsAfterFinished"] = KeptSeconds,
            ["template"] = new JsonObject
            {
                ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["app.kubernetes.io/managed-by"] = "sluice", [PodLabel] = run.Name } },
                ["spec"] = PodSpec(run),
            },
        },
    };

    /// <summary>Whether a Job is the one that was started for this run.</summary>
    public static bool IsOf(JsonObject job, JobRun run)
    {
        JsonNode? labels = job["metadata"]?["labels"];
        return Json.Text(labels?["app.kubernetes.io/managed-by"]) == "sluice" && Json.Text(labels?[SluiceLabels.Service]) == run.Service;
    }

    // Passes the strictest of the Pod Security Standards, and needs nothing of the API server.
    private static JsonObject PodSpec(JobRun run) => new()
    {
        ["restartPolicy"] = "Never",
        ["serviceAccountName"] = "default",
        ["automountServiceAccountToken"] = false,
        ["enableServiceLinks"] = false,
        ["securityContext"] = new JsonObject { ["runAsNonRoot"] = true, ["seccompProfile"] = new JsonObject { ["type"] = "RuntimeDefault" } },
        ["containers"] = new JsonArray(Container(run)),
    };

    private static JsonObject Container(JobRun run)
    {
        var container = new JsonObject { ["name"] = run.Job.Name, ["image"] = run.Image };
        AddWords(container, "command", run.Job.Command);
        AddWords(container, "args", run.Job.Arguments);

        // What the rollout says about itself is true, whatever the definition calls the same.
        Dictionary<string, string> variables = new(run.Job.Environment);
        foreach ((string name, string value) in run.Environment)
        {
            variables[name] = value;
        }

        container["env"] = new JsonArray([.. variables.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => new JsonObject { ["name"] = one.Key, ["value"] = one.Value })]);
        container["resources"] = new JsonObject
        {
            ["requests"] = new JsonObject { ["cpu"] = "50m", ["memory"] = "128Mi" },
            ["limits"] = new JsonObject { ["cpu"] = "1", ["memory"] = "512Mi" },
        };
        container["securityContext"] = new JsonObject
        {
            ["allowPrivilegeEscalation"] = false,
            ["capabilities"] = new JsonObject { ["drop"] = new JsonArray("ALL") },
        };
        return container;
    }

    // Without words of its own the image's are left to it.
    private static void AddWords(JsonObject container, string field, IReadOnlyList<string> words)
    {
        if (words.Count > 0)
        {
            container[field] = new JsonArray([.. words.Select(word => JsonValue.Create(word))]);
        }
    }
}
