using Sluice.Rollouts.Events;
using Sluice.Rollouts.Ports;

namespace Sluice.Kubernetes.Readiness;

/// <summary>Tells the observer what changed since it was last told, and nothing twice.</summary>
internal sealed class ProgressReporter(IDeployObserver observer)
{
    private readonly Dictionary<string, (int Ready, int Updated, int Desired)> counts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> podStates = new(StringComparer.Ordinal);
    private readonly HashSet<string> ready = new(StringComparer.Ordinal);

    public void Report(WorkloadSnapshot snapshot, bool isReady, TimeSpan elapsed)
    {
        if (snapshot.Deployment is { IsCurrent: true } deployment)
        {
            foreach (ObservedPod pod in snapshot.Pods)
            {
                ReportPod(snapshot.Service, pod);
            }

            int serving = isReady ? deployment.Available : snapshot.Pods.Count(p => p.Pod.Ready);
            ReportCounts(snapshot.Service, (serving, deployment.Updated, deployment.Desired));
        }

        if (isReady && ready.Add(snapshot.Service))
        {
            observer.On(new DeployEvent.ServiceReady(snapshot.Service, elapsed));
        }
    }

    /// <summary>The same for what is no Deployment.</summary>
    public void Report(string label, IReadOnlyList<ObservedPod> pods, bool isReady, TimeSpan elapsed)
    {
        foreach (ObservedPod pod in pods)
        {
            ReportPod(label, pod);
        }

        if (isReady && ready.Add(label))
        {
            observer.On(new DeployEvent.ServiceReady(label, elapsed));
        }
    }

    public void Lost(MirrorChange.Lost lost) => observer.On(new DeployEvent.Reconnecting(lost.Resource, lost.Error.Message));

    private void ReportPod(string service, ObservedPod observed)
    {
        string state = observed.Pod.State;
        if (podStates.GetValueOrDefault(observed.Pod.Uid) != state)
        {
            podStates[observed.Pod.Uid] = state;
            observer.On(new DeployEvent.PodChanged(service, observed.Pod.Name, state, observed.Trouble is { Class: not (TroubleClass.Probe or TroubleClass.Slow) } trouble ? trouble.Reason : ""));
        }
    }

    private void ReportCounts(string service, (int Ready, int Updated, int Desired) now)
    {
        if (!counts.TryGetValue(service, out (int, int, int) before) || before != now)
        {
            counts[service] = now;
            observer.On(new DeployEvent.Progress(service, now.Ready, now.Updated, now.Desired));
        }
    }
}
