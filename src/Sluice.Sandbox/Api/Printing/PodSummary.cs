using System.Globalization;
using System.Text.Json.Nodes;
using Sluice.Sandbox.Api.Objects;

namespace Sluice.Sandbox.Api.Printing;

/// <summary>A pod in the three columns everyone reads: READY, STATUS, RESTARTS.</summary>
internal static class PodSummary
{
    public static string Ready(JsonObject pod) => string.Create(CultureInfo.InvariantCulture,
        $"{pod.Items("status", "containerStatuses").Count(c => c.Flag("ready"))}/{pod.Items("spec", "containers").Count()}");

    public static long Restarts(JsonObject pod) => pod.Items("status", "containerStatuses").Sum(c => c.Number("restartCount") ?? 0);

    public static string Status(JsonObject pod)
    {
        if (pod.At("metadata", "deletionTimestamp") is not null)
        {
            return "Terminating";
        }

        string status = pod.Text("status", "reason") is { Length: > 0 } reason ? reason : pod.Text("status", "phase");
        foreach (var container in pod.Items("status", "containerStatuses").Reverse())
        {
            if (container.Text("state", "waiting", "reason") is { Length: > 0 } waiting)
            {
                status = waiting;
            }
            else if (container.At("state", "terminated") is JsonObject ended)
            {
                status = ended.Text("reason") is { Length: > 0 } why ? why : $"ExitCode:{ended.Number("exitCode")}";
            }
        }

        return status.Length > 0 ? status : "Unknown";
    }
}
