using Sluice.Manifests;

namespace Sluice.Rollouts.Deploy;

/// <summary>Decides which objects are applied when. Pure.</summary>
public static class ApplyOrder
{
    private const int WorkloadRank = 50;

    /// <summary>
    /// Everything that workloads need comes first, then the workloads level by level, then the rest (routes, scalers, budgets).
    /// Workloads that belong to no service come with the first level: databases and queues that services lean on.
    /// Within a wave the order is by kind, then as given.
    /// </summary>
    public static IReadOnlyList<ApplyWave> Arrange(IReadOnlyList<ManifestObject> objects, IReadOnlyList<ServiceTarget> services)
    {
        Dictionary<string, int> levels = services.ToDictionary(s => s.Name, s => s.Level, StringComparer.Ordinal);
        int first = services.Count == 0 ? 0 : services.Min(s => s.Level);
        var waves = new List<ApplyWave>();
        Add(waves, null, [], objects.Where(o => Rank(o.Kind) < WorkloadRank));
        foreach (IGrouping<int, ServiceTarget> level in services.GroupBy(s => s.Level).OrderBy(g => g.Key))
        {
            IEnumerable<ManifestObject> workloads = objects.Where(o => IsWorkload(o.Kind) && levels.GetValueOrDefault(o.Name, first) == level.Key);
            Add(waves, level.Key, [.. level.Select(s => s.Name)], workloads);
        }

        IEnumerable<ManifestObject> rest = objects.Where(o => Rank(o.Kind) > WorkloadRank || (services.Count == 0 && IsWorkload(o.Kind)));
        Add(waves, null, [], rest);
        return waves;
    }

    /// <summary>Whether objects of this kind run pods.</summary>
    public static bool IsWorkload(string kind) => Rank(kind) == WorkloadRank;

    private static void Add(List<ApplyWave> waves, int? level, IReadOnlyList<string> services, IEnumerable<ManifestObject> objects)
    {
        ManifestObject[] ordered = [.. objects.OrderBy(o => Rank(o.Kind))];
        if (ordered.Length > 0 || services.Count > 0)
        {
            waves.Add(new ApplyWave(level, services, ordered));
        }
    }

    internal static int Rank(string kind) => kind switch
    {
        "Namespace" => 0,
        "CustomResourceDefinition" => 1,
        "PriorityClass" or "StorageClass" => 2,
        "ResourceQuota" or "LimitRange" or "NetworkPolicy" => 5,
        "ServiceAccount" => 10,
        "ClusterRole" or "Role" => 11,
        "ClusterRoleBinding" or "RoleBinding" => 12,
        "ConfigMap" or "Secret" => 20,
        "PersistentVolume" or "PersistentVolumeClaim" => 25,
        "Service" => 30,
        "Deployment" or "StatefulSet" or "DaemonSet" or "ReplicaSet" or "Pod" or "Job" or "CronJob" => WorkloadRank,
        "PodDisruptionBudget" or "HorizontalPodAutoscaler" => 60,
        _ => 70,
    };
}

/// <summary>Objects that are applied together.</summary>
/// <param name="Level">Null for what is not a level of services.</param>
/// <param name="Services">The services that must be ready before the next wave.</param>
/// <param name="Objects">In the order they are applied.</param>
public sealed record ApplyWave(int? Level, IReadOnlyList<string> Services, IReadOnlyList<ManifestObject> Objects);
