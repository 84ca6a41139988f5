using System.Text.Json.Nodes;
using Sluice.Sandbox.Api.Objects;
using Sluice.Sandbox.Store;

namespace Sluice.Sandbox.Api.Writing;

/// <summary>A job's pods bear its uid, and it selects them by that: so the uid is chosen before the job is stored.</summary>
internal static class JobIdentity
{
    private const string UidLabel = "batch.kubernetes.io/controller-uid";
    private const string NameLabel = "batch.kubernetes.io/job-name";

    /// <summary>Completes the selector and the template's labels; those of a stored job stay as they are.</summary>
    public static void Give(JsonObject job, JsonObject? before)
    {
        var spec = job.Child("spec");
        if (spec.Flag("manualSelector"))
        {
            return;
        }

        if (before is not null)
        {
            if (before.At("spec", "selector") is { } selector)
            {
                spec.Default("selector", selector.DeepClone());
            }

            return;
        }

        string uid = Guid.NewGuid().ToString("D");
        ObjectMeta.Of(job)["uid"] = uid;
        spec["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { [UidLabel] = uid } };
        var labels = spec.Child("template").Child("metadata").Child("labels");
        foreach (var (label, value) in (ReadOnlySpan<(string, string)>)[(UidLabel, uid), ("controller-uid", uid), (NameLabel, job.Name()), ("job-name", job.Name())])
        {
            labels[label] = value;
        }
    }
}
