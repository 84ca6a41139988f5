namespace Sluice.Kubernetes.Readiness;

/// <summary>What a snapshot means. The closed list is this file.</summary>
internal abstract record ReadinessVerdict
{
    private ReadinessVerdict()
    {
    }

    public sealed record Ready : ReadinessVerdict;

    /// <summary>Not yet, with what is in the way now if anything is.</summary>
    public sealed record Waiting(PodTrouble? Trouble, string Pod) : ReadinessVerdict;

    /// <summary>Waiting longer is pointless.</summary>
    public sealed record Failed(PodTrouble Trouble, string Pod) : ReadinessVerdict;
}

/// <summary>Decides whether a service serves, may still serve, or will not. Pure; time is given.</summary>
internal static class ReadinessRules
{
    /// <summary>Old pods may still hold the quota that the new ones wait for.</summary>
    public static readonly TimeSpan CreateGrace = TimeSpan.FromSeconds(5);

    public static ReadinessVerdict Judge(WorkloadSnapshot snapshot, DateTimeOffset now)
    {
        if (snapshot.Deployment is not { } deployment)
        {
            return snapshot.WasDeleted ? Deleted(snapshot) : new ReadinessVerdict.Waiting(null, "");
        }

        if (deployment.IsDone)
        {
            return new ReadinessVerdict.Ready();
        }

        if (deployment.Paused)
        {
            return new ReadinessVerdict.Failed(
                new PodTrouble(TroubleClass.Progress, "Paused", "", "the Deployment is paused, so the cluster does not roll it out", $"kubectl rollout resume deployment/{snapshot.Service}", TimeSpan.Zero),
                "");
        }

        // Until the controller has seen the new spec, status and pods may speak about the previous one.
        return deployment.IsCurrent ? JudgeCurrent(snapshot, deployment, now) : new ReadinessVerdict.Waiting(null, "");
    }

    private static ReadinessVerdict JudgeCurrent(WorkloadSnapshot snapshot, DeploymentSnapshot deployment, DateTimeOffset now)
    {
        ObservedPod? worst = Worst(snapshot.Pods, now);
        if (worst is not null && IsFatal(worst.Trouble!, worst.Since, now))
        {
            return new ReadinessVerdict.Failed(worst.Trouble!, worst.Pod.Name);
        }

        if (CreateTrouble(snapshot) is { } create && IsFatal(create, snapshot.CreateFailureSince, now))
        {
            return new ReadinessVerdict.Failed(create, "");
        }

        if (deployment.ProgressFailure is { } message)
        {
            string why = worst is null ? message : $"{message}; {worst.Trouble!.Reason}";
            return new ReadinessVerdict.Failed(
                new PodTrouble(TroubleClass.Progress, "ProgressDeadlineExceeded", worst?.Trouble!.Container ?? "", why, "The Deployment's progressDeadlineSeconds passed without a new pod becoming ready.", TimeSpan.Zero),
                worst?.Pod.Name ?? "");
        }

        return new ReadinessVerdict.Waiting(worst?.Trouble ?? CreateTrouble(snapshot), worst?.Pod.Name ?? "");
    }

    /// <summary>The pod to name: one in fatal trouble before one that may recover.</summary>
    internal static ObservedPod? Worst(IEnumerable<ObservedPod> pods, DateTimeOffset now) => pods
        .Where(p => p.Trouble is not null)
        .OrderByDescending(p => IsFatal(p.Trouble!, p.Since, now))
        .ThenBy(p => p.Trouble!.FatalAfter ?? TimeSpan.MaxValue)
        .FirstOrDefault();

    internal static bool IsFatal(PodTrouble trouble, DateTimeOffset since, DateTimeOffset now) => trouble.FatalAfter is { } limit && now - since >= limit;

    private static PodTrouble? CreateTrouble(WorkloadSnapshot snapshot)
    {
        if (snapshot.CreateFailure is not { } message)
        {
            return null;
        }

        bool quota = message.Contains("exceeded quota", StringComparison.OrdinalIgnoreCase);
        return new PodTrouble(
            TroubleClass.Create,
            quota ? "QuotaExceeded" : "FailedCreate",
            "",
            $"the cluster does not create the pods: {message}",
            quota ? "Free or raise the namespace's quota: kubectl describe quota" : "An admission rule, a quota or a missing ServiceAccount refuses the pod.",
            CreateGrace);
    }

    private static ReadinessVerdict.Failed Deleted(WorkloadSnapshot snapshot) => new(
        new PodTrouble(TroubleClass.Progress, "Deleted", "", $"Deployment/{snapshot.Service} was deleted by someone else while it was rolled out", "Run the deploy again.", TimeSpan.Zero),
        "");
}
