using System.Text.Json.Nodes;
using System.Threading.Channels;
using Sluice.Kubernetes.Api;
using Sluice.Rollouts;
using Sluice.Rollouts.Events;
using Sluice.Rollouts.Ports;

namespace Sluice.Kubernetes.Readiness;

/// <summary>
/// Waits for Deployments by watching them, their ReplicaSets and pods: three lists and three watches however many there
/// are. Judges after every change, and once a second for what only time decides.
/// </summary>
public sealed class ReadinessWatcher(ApiClient client, TimeProvider time) : IReadiness
{
    public async Task<ReadinessResult> WaitAsync(ReadinessRequest request, IDeployObserver observer, CancellationToken cancellationToken)
    {
        string root = $"/apis/apps/v1/namespaces/{Uri.EscapeDataString(request.Namespace)}";
        ApiResult<JsonObject> answer = await client.GetAsync($"{root}/deployments", cancellationToken).ConfigureAwait(false);
        if (!answer.Succeeded(out JsonObject? list, out ApiError? error))
        {
            return new ReadinessResult.Unreachable(Problems.Of(error, $"reading the Deployments of {request.Namespace}"));
        }

        string[] names = [.. Json.Items(list["items"]).Select(d => Json.Text(d["metadata"]?["name"]))];
        string[] services = [.. request.Services.Where(names.Contains)];
        var view = new NamespaceView();
        view.Take(new MirrorChange.Listed(NamespaceView.Deployments, [.. Json.Items(list["items"])]));
        var wait = new ReadinessWait(services, request.Deadline, view, observer, time);
        if (wait.Step() is ReadinessResult.Ready ready)
        {
            return ready;
        }

        string pods = $"/api/v1/namespaces/{Uri.EscapeDataString(request.Namespace)}/pods";
        using var watching = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Channel<MirrorChange> changes = Channel.CreateUnbounded<MirrorChange>(new UnboundedChannelOptions { SingleReader = true });
        Task[] mirrors =
        [
            Mirror(NamespaceView.Deployments, $"{root}/deployments"),
            Mirror(NamespaceView.ReplicaSets, $"{root}/replicasets"),
            Mirror(NamespaceView.Pods, pods),
        ];
        try
        {
            ReadinessResult result = await wait.RunAsync(changes.Reader, cancellationToken).ConfigureAwait(false);
            return await DetailedAsync(result, wait, request.Namespace, observer, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await watching.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(mirrors).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        Task Mirror(string resource, string path) => new ResourceMirror(client, resource, path, changes.Writer).RunAsync(watching.Token);
    }

    private async Task<ReadinessResult> DetailedAsync(ReadinessResult result, ReadinessWait wait, string ns, IDeployObserver observer, CancellationToken cancellationToken)
    {
        if (result is not (ReadinessResult.Failed or ReadinessResult.TimedOut))
        {
            return result;
        }

        var details = new FailureDetails(client, ns);
        var failures = new List<ReadinessFailure>();
        foreach ((string service, string pod, PodTrouble trouble) in wait.Culprits)
        {
            ReadinessFailure failure = await details.CollectAsync(service, pod, trouble, cancellationToken).ConfigureAwait(false);
            failures.Add(failure);
            foreach (string line in failure.LogLines)
            {
                observer.On(new DeployEvent.LogLine(service, pod, line));
            }
        }

        return result is ReadinessResult.TimedOut late
            ? late with { Failures = failures }
            : new ReadinessResult.Failed(failures);
    }
}
