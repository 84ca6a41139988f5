using System.Globalization;
using System.Text.Json.Nodes;
using Sluice.Manifests;

namespace Sluice.Rollouts.Deploy;

/// <summary>What a Deployment's update settings promise about its previous pods. Pure.</summary>
internal static class RollingUpdates
{
    /// <summary>
    /// Whether at least one previous pod keeps serving while new pods do not become ready: with RollingUpdate as long as
    /// maxUnavailable is below the replica count. A percentage is rounded down, as the cluster does.
    /// </summary>
    public static bool KeepsOldPods(ManifestObject workload)
    {
        if (workload.Kind != "Deployment" || workload.Json["spec"] is not JsonObject spec)
        {
            return false;
        }

        if (spec["strategy"]?["type"]?.GetValue<string>() == "Recreate")
        {
            return false;
        }

        int replicas = spec["replicas"]?.GetValue<int>() ?? 1;
        return Unavailable(spec["strategy"]?["rollingUpdate"]?["maxUnavailable"], replicas) < replicas;
    }

    private static int Unavailable(JsonNode? setting, int replicas)
    {
        string text = setting?.ToString() ?? "25%";
        if (!text.EndsWith('%'))
        {
            return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int count) ? count : replicas;
        }

        return int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out int percent)
            ? replicas * percent / 100
            : replicas;
    }
}
