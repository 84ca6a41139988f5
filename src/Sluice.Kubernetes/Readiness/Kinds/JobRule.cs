using System.Text.Json.Nodes;

namespace Sluice.Kubernetes.Readiness.Kinds;

/// <summary>A Job: is ready when its work is done. A suspended one waits for a person, not for us.</summary>
internal static class JobRule
{
    public static KindVerdict Judge(JsonObject json)
    {
        // FailureTarget comes before Failed: the verdict is in, and pods are only being ended.
        foreach (string type in (ReadOnlySpan<string>)["Failed", "FailureTarget"])
        {
            if (Json.Condition(json, type) is { } failed && Json.Text(failed["status"]) == "True")
            {
                return Failed(failed);
            }
        }

        if (Json.Condition(json, "Complete") is { } complete && Json.Text(complete["status"]) == "True")
        {
            return new KindVerdict.Ready();
        }

        int wanted = Json.Int(json["spec"]?["completions"], 1);
        return Json.Flag(json["spec"]?["suspend"])
            ? new KindVerdict.Ready()
            : new KindVerdict.Waiting($"has {Json.Int(json["status"]?["succeeded"])} of {wanted} pods done");
    }

    private static KindVerdict.Failed Failed(JsonObject condition)
    {
        string reason = Json.Text(condition["reason"]) is { Length: > 0 } word ? word : "Failed";
        string message = Json.Text(condition["message"]) is { Length: > 0 } text ? $": {text}" : "";
        return reason switch
        {
            "BackoffLimitExceeded" => new KindVerdict.Failed(reason, $"the job's pods failed as often as backoffLimit allows{message}", "Its last log lines say why; a Job's template cannot be changed, so delete it or give it another name."),
            "DeadlineExceeded" => new KindVerdict.Failed(reason, $"the job ran longer than activeDeadlineSeconds allows{message}", "Raise activeDeadlineSeconds, or find what takes the time; delete the Job or give it another name."),
            _ => new KindVerdict.Failed(reason, $"the job failed{message}", "Its last log lines say why; delete it or give it another name."),
        };
    }
}
