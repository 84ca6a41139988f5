using Sluice.Sandbox.Api;
using Sluice.Sandbox.Controllers.Objects;
using Sluice.Sandbox.Kubelet.Logs;
using Sluice.Sandbox.Store;

namespace Sluice.Sandbox.Kubelet;

/// <summary>Finds the log file a request means.</summary>
internal sealed class PodLogs(KubeletServices services) : IPodLogs
{
    public PodLogAnswer Read(PodLogRequest request, CancellationToken cancellationToken)
    {
        if (services.Store.Get(new ResourceKey(Resources.Pods, request.Namespace, request.Pod)) is not { } pod)
        {
            return PodLogAnswer.None($"pod \"{request.Pod}\" in namespace \"{request.Namespace}\" is gone");
        }

        var status = pod.Objects("status", "containerStatuses").Concat(pod.Objects("status", "initContainerStatuses"))
            .FirstOrDefault(s => s.Text("name") == request.Container);
        int instance = status.Int("restartCount") ?? 0;
        bool hasRun = status.At("state", "running") is not null || status.At("state", "terminated") is not null || status.At("lastState", "terminated") is not null;

        // Between two instances the last one's log is the current one, and its number is the one shown.
        instance = hasRun ? instance : -1;
        instance -= request.Previous ? 1 : 0;
        if (instance < 0)
        {
            return PodLogAnswer.None(request.Previous
                ? $"previous terminated container \"{request.Container}\" in pod \"{request.Pod}\" not found"
                : $"container \"{request.Container}\" in pod \"{request.Pod}\" is waiting to start: {status.Text("state", "waiting", "reason") ?? "ContainerCreating"}");
        }

        string path = services.FolderOf(pod.Uid()).Log(request.Container, instance);
        return PodLogAnswer.Of(LogReader.ReadAsync(path, request, () => !services.OpenLogs.ContainsKey(path), services.Time, cancellationToken));
    }
}
