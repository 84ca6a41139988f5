namespace Sluice.Kubernetes.Readiness;

/// <summary>
/// Remembers what a single state does not show: since when something is in trouble, by our own clock (the cluster's is
/// never compared with it), and how often a container had been restarted before this deploy looked at it.
/// </summary>
internal sealed class TroubleClock
{
    /// <summary>What a kubelet gives as the reason when it finds a container gone that it had left running.</summary>
    private const string UnseenEnd = "Unknown";

    private readonly Dictionary<string, (TroubleClass Class, DateTimeOffset Since)> troubles = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> earlier = new(StringComparer.Ordinal);

    /// <summary>When the subject was first seen in this class of trouble; now, when it just entered it or is in none.</summary>
    public DateTimeOffset Since(string subject, TroubleClass? trouble, DateTimeOffset now)
    {
        if (trouble is not { } current)
        {
            troubles.Remove(subject);
            return now;
        }

        if (!troubles.TryGetValue(subject, out (TroubleClass Class, DateTimeOffset Since) known) || known.Class != current)
        {
            troubles[subject] = known = (current, now);
        }

        return known.Since;
    }

    /// <summary>
    /// The container's restarts when it was first seen, if it was serving then, or comes back after its node was away and so
    /// nobody saw it end; else 0: a pod that starts counts from its start.
    /// </summary>
    public int EarlierRestarts(PodSnapshot pod, string container)
    {
        string key = $"{pod.Uid}/{container}";
        if (!earlier.TryGetValue(key, out int count))
        {
            ContainerSnapshot? first = pod.Containers.FirstOrDefault(c => c.Name == container);
            earlier[key] = count = first is { Ready: true } or { Last.Reason: UnseenEnd } ? first.Restarts : 0;
        }

        return count;
    }
}
