using System.Globalization;
using System.Text.Json.Nodes;
using Sluice.Kubernetes.Apply;
using Sluice.Kubernetes.Readiness;
using Sluice.Rollouts.Status;

namespace Sluice.Kubernetes.Status;

/// <summary>Reads from a Deployment's field managers who wrote to it after Sluice did: only the server's own times are compared. Pure.</summary>
internal static class StrangeHands
{
    /// <summary>It sizes workloads for autoscalers, and that is no person's doing.</summary>
    private const string Controllers = "kube-controller-manager";

    private static readonly bool[] s_kinds = [false, true];

    /// <summary>The newest first; none where Sluice never applied it.</summary>
    public static IReadOnlyList<StrangeHand> Of(JsonObject deployment)
    {
        List<JsonObject> writers = [.. Json.Items(deployment["metadata"]?["managedFields"])];
        if (writers.Where(writer => Json.Text(writer["manager"]) == ServerSideApply.Manager).Select(TimeOf).Max() is not { } applied)
        {
            return [];
        }

        return
        [
            .. from writer in writers
               let manager = Json.Text(writer["manager"])
               where manager != Controllers && !manager.StartsWith(ServerSideApply.Manager, StringComparison.Ordinal)
               let at = TimeOf(writer)
               where at > applied
               let spec = writer["fieldsV1"]?["f:spec"] as JsonObject
               from isScale in s_kinds
               where spec?[isScale ? "f:replicas" : "f:template"] is not null
               orderby at descending
               select new StrangeHand(manager, isScale, at.Value),
        ];
    }

    private static DateTimeOffset? TimeOf(JsonObject writer) =>
        DateTimeOffset.TryParse(Json.Text(writer["time"]), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) ? time : null;
}
