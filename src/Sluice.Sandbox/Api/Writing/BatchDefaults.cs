using System.Text.Json.Nodes;
using Sluice.Sandbox.Api.Objects;

namespace Sluice.Sandbox.Api.Writing;

/// <summary>Defaults of work that ends.</summary>
internal static class BatchDefaults
{
    public static void Job(JsonObject spec)
    {
        // Without both, any pod that succeeds completes the job; parallelism alone leaves completions open.
        if (spec["completions"] is null && spec["parallelism"] is null)
        {
            spec["completions"] = 1;
        }

        spec.Default("parallelism", 1);
        spec.Default("backoffLimit", 6);
        spec.Default("completionMode", "NonIndexed");
        spec.Default("suspend", false);
        spec.Default("manualSelector", false);
        spec.Default("podReplacementPolicy", spec["podFailurePolicy"] is null ? "TerminatingOrFailed" : "Failed");
        Template(spec);
    }

    public static void CronJob(JsonObject spec)
    {
        spec.Default("concurrencyPolicy", "Allow");
        spec.Default("suspend", false);
        spec.Default("successfulJobsHistoryLimit", 3);
        spec.Default("failedJobsHistoryLimit", 1);
        Template(spec.Child("jobTemplate").Child("spec"));
    }

    private static void Template(JsonObject spec)
    {
        var template = spec.Child("template");
        template.Child("metadata");
        PodDefaults.Fill(template.Child("spec"));
    }
}
