using System.Text.Json.Nodes;

namespace Sluice.Kubernetes.Readiness.Kinds;

/// <summary>
/// A volume claim: only a lost volume is a failure. A pending one is not waited for, as most storage classes bind a claim with
/// its first pod; where it stays pending, that pod is unschedulable and says so.
/// </summary>
internal static class ClaimRule
{
    public static KindVerdict Judge(JsonObject json) => Json.Text(json["status"]?["phase"]) == "Lost"
        ? new KindVerdict.Failed("Lost", $"the volume {Json.Text(json["spec"]?["volumeName"])} of the claim is gone", "Its data is not reachable any more; restore it, or delete the claim to get an empty volume.")
        : new KindVerdict.Ready();
}
