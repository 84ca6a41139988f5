using System.Globalization;
using System.Text.Json.Nodes;
using Sluice.Kubernetes.Readiness;
using Sluice.Rollouts;

namespace Sluice.Kubernetes.Journal;

/// <summary>The fencing number on an object of a journal: who was overtaken does not write over who overtook. Pure.</summary>
internal static class JournalFence
{
    /// <summary>Marks the object with a writer's number; a problem, and no mark, where a later writer was there.</summary>
    /// <param name="configMap">What is about to be written.</param>
    /// <param name="fence">Null for a run that adds to a journal whose record it has not written: the lock alone keeps it apart from others.</param>
    public static ClusterProblem? Set(JsonObject configMap, long? fence)
    {
        if (fence is not { } mine)
        {
            return null;
        }

        JsonNode metadata = configMap["metadata"]!;
        if (long.TryParse(Json.Text(metadata["annotations"]?[JournalNames.Fence]), NumberStyles.None, CultureInfo.InvariantCulture, out long there) && there > mine)
        {
            return new ClusterProblem(
                ClusterProblemKind.LockLost,
                string.Create(CultureInfo.InvariantCulture, $"ConfigMap/{JournalNames.Name(configMap)}: another run has taken the rollout over (fence {there}, this run has {mine}), so nothing was written."),
                "");
        }

        if (metadata["annotations"] is not JsonObject annotations)
        {
            metadata["annotations"] = annotations = [];
        }

        annotations[JournalNames.Fence] = mine.ToString(CultureInfo.InvariantCulture);
        return null;
    }
}
