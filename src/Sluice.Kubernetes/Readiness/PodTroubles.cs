namespace Sluice.Kubernetes.Readiness;

/// <summary>Names what is wrong with a pod. Pure.</summary>
internal static class PodTroubles
{
    /// <summary>A scheduler or an autoscaler may still find a place.</summary>
    public static readonly TimeSpan ScheduleGrace = TimeSpan.FromSeconds(30);

    /// <summary>Long enough for the kubelet's second attempt, which comes 10 s after the first.</summary>
    public static readonly TimeSpan PullGrace = TimeSpan.FromSeconds(15);

    /// <summary>A pod that crashed this often since it was first seen running does not recover by itself.</summary>
    public const int FatalRestarts = 2;

    private static readonly string[] HopelessPulls =
        ["not found", "manifest unknown", "manifest_unknown", "name unknown", "404", "unauthorized", "denied", "forbidden", "authentication required", "no basic auth", "invalid reference"];

    /// <param name="pod">The pod.</param>
    /// <param name="earlierRestarts">Restarts of a container before this deploy looked at it.</param>
    public static PodTrouble? Of(PodSnapshot pod, Func<string, int> earlierRestarts)
    {
        if (pod.Unschedulable is { } message)
        {
            return new PodTrouble(
                TroubleClass.Schedule,
                "Unschedulable",
                "",
                $"no node takes the pod: {message}",
                "Compare the pod's requests, selectors and tolerations with the nodes: kubectl describe nodes",
                ScheduleGrace);
        }

        PodTrouble[] found = [.. pod.Containers.Select(c => OfContainer(c, earlierRestarts(c.Name))).OfType<PodTrouble>()];
        return found.OrderBy(t => t.FatalAfter ?? TimeSpan.MaxValue).FirstOrDefault() ?? Slow(pod);
    }

    private static PodTrouble? Slow(PodSnapshot pod) => pod.Ready
        ? null
        : new PodTrouble(TroubleClass.Slow, pod.State, "", $"the pod is still {pod.State}", $"kubectl describe pod {pod.Name} shows what it waits for.", null);

    private static PodTrouble? OfContainer(ContainerSnapshot c, int earlierRestarts) => c.Waiting switch
    {
        "ErrImagePull" or "ImagePullBackOff" or "RegistryUnavailable" or "ImageInspectError" => Pull(c),
        "InvalidImageName" or "ErrImageNeverPull" => Pull(c) with { FatalAfter = TimeSpan.Zero },
        "CreateContainerConfigError" => new PodTrouble(
            TroubleClass.Configuration,
            c.Waiting,
            c.Name,
            $"the container cannot be configured: {c.Message}",
            "A ConfigMap, Secret or key that the pod refers to is missing in this namespace.",
            TimeSpan.Zero),
        "CreateContainerError" or "RunContainerError" or "StartError" or "PostStartHookError" => new PodTrouble(
            TroubleClass.Start,
            c.Waiting,
            c.Name,
            $"the container does not start: {c.Message}",
            "Check command, entrypoint, user and volume mounts of the container.",
            TimeSpan.Zero),
        "CrashLoopBackOff" => Crash(c, c.Waiting, TimeSpan.Zero),
        _ => OfRun(c, earlierRestarts),
    };

    private static PodTrouble? OfRun(ContainerSnapshot c, int earlierRestarts)
    {
        bool flaps = !c.Ready && c.Restarts - earlierRestarts >= FatalRestarts && !(c.Init && c.Terminated is { ExitCode: 0 });
        if (flaps || c.Crashed)
        {
            return Crash(c, c.Terminated?.Reason ?? "Restarting", flaps ? TimeSpan.Zero : null);
        }

        return c is { Running: true, Ready: false, Init: false }
            ? new PodTrouble(
                TroubleClass.Probe,
                "NotReady",
                c.Name,
                "the container runs, but its readiness probe does not pass",
                "Ask the probe's path on the pod's port; the warning events quote its answer.",
                null)
            : null;
    }

    private static PodTrouble Pull(ContainerSnapshot c)
    {
        bool hopeless = HopelessPulls.Any(word => c.Message.Contains(word, StringComparison.OrdinalIgnoreCase));
        string cause = c.Message.Length == 0 ? "" : $": {c.Message}";
        return new PodTrouble(
            TroubleClass.Pull,
            c.Waiting!,
            c.Name,
            $"the image {c.Image} cannot be pulled{cause}",
            hopeless ? "Check that this digest was pushed to that repository, and imagePullSecrets." : "Check that the nodes reach the registry.",
            hopeless ? TimeSpan.Zero : PullGrace);
    }

    private static PodTrouble Crash(ContainerSnapshot c, string state, TimeSpan? fatalAfter)
    {
        Termination? end = c.Terminated ?? c.Last;
        string how = end is null ? "" : $", last with {end.Text}";
        string times = c.Restarts switch { 0 => "once", 1 => "twice", _ => $"{c.Restarts + 1} times" };
        string started = c.Running ? $"was started {times}" : $"ended {times}";
        return new PodTrouble(
            TroubleClass.Crash,
            state,
            c.Name,
            $"the container {started}{how}",
            end is { Reason: "OOMKilled" } ? "Raise resources.limits.memory, or find what takes the memory." : "Its last log lines say why it ends.",
            fatalAfter);
    }
}
