using System.Collections.Concurrent;
using Sluice.Kubernetes.Readiness;

namespace Sluice.Kubernetes.Jobs;

/// <summary>How long what keeps jobs from starting has lasted, by this run's clock.</summary>
internal sealed class JobSightings(TimeProvider time)
{
    private readonly ConcurrentDictionary<(string Job, TroubleClass Class), long> since = new();

    /// <summary>Whether waiting longer is pointless. Crashes, slowness and full nodes are for the job's own retries and deadline.</summary>
    public bool IsFatal(string job, PodTrouble trouble)
    {
        long first = since.GetOrAdd((job, trouble.Class), _ => time.GetTimestamp());
        return trouble.Class is TroubleClass.Pull or TroubleClass.Configuration or TroubleClass.Start
            && trouble.FatalAfter is { } grace && time.GetElapsedTime(first) >= grace;
    }
}
