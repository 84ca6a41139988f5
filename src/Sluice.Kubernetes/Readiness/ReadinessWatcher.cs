using System.Text.Json.Nodes;
using System.Threading.Channels;
using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Discovery;
using Sluice.Kubernetes.Readiness.Kinds;
using Sluice.Rollouts;
using Sluice.Rollouts.Events;
using Sluice.Rollouts.Ports;

namespace Sluice.Kubernetes.Readiness;

/// <summary>
/// Waits by watching: of every kind that is waited for, one list and one watch however many objects there are. Judges after
/// every change, and once a second for what only time decides.
/// </summary>
/// <param name="client">The cluster.</param>
/// <param name="time">Counts deadlines and graces.</param>
/// <param name="stable">How long what had to be waited for must stay ready; null for a second, in which a pod that dies right after its first good answer shows.</param>
public sealed class ReadinessWatcher(ApiClient client, TimeProvider time, TimeSpan? stable = null) : IReadiness
{
    private static readonly TimeSpan Stable = TimeSpan.FromSeconds(1);

    private readonly TargetSelection selection = new(new ApiDiscovery(client));
    private readonly IngressAddresses addresses = new(client, time);

    public async Task<ReadinessResult> WaitAsync(ReadinessRequest request, IDeployObserver observer, CancellationToken cancellationToken)
    {
        long started = time.GetTimestamp();
        ReadinessResult result = await ServingAsync(request, ServiceGoal.NewSlices, observer, cancellationToken).ConfigureAwait(false);
        if (result is ReadinessResult.Ready)
        {
            foreach (IngressRule.Owed missing in await addresses.MissingAsync(request, started, cancellationToken).ConfigureAwait(false))
            {
                observer.On(new DeployEvent.Notice(missing.Notice));
            }
        }

        return result;
    }

    private async Task<ReadinessResult> ServingAsync(ReadinessRequest request, ApiResource slices, IDeployObserver observer, CancellationToken cancellationToken)
    {
        IReadOnlyList<KindTarget> others = await selection.OthersAsync(request, slices, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<string> wanted = TargetSelection.Deployments(request);
        if (wanted.Count + others.Count == 0)
        {
            return new ReadinessResult.Ready(TimeSpan.Zero);
        }

        var paths = new MirrorPaths(request.Namespace, others, wanted.Count > 0);
        var view = new NamespaceView(paths.All.Count);
        var listed = new Dictionary<string, string>(StringComparer.Ordinal);
        string[] names = [];
        foreach ((string resource, string path) in paths.Targets)
        {
            ApiResult<JsonObject> answer = await client.GetAsync(path, cancellationToken).ConfigureAwait(false);
            if (!answer.Succeeded(out JsonObject? list, out ApiError? error))
            {
                if (error.Status == 404 && slices == ServiceGoal.NewSlices && resource == slices.CollectionPath(request.Namespace))
                {
                    return await ServingAsync(request, ServiceGoal.OldSlices, observer, cancellationToken).ConfigureAwait(false);
                }

                // Roles that were made for an earlier release of Sluice do not have this right; it finds more, and must not stop what worked.
                if (error.Status is 403 or 404 && resource == slices.CollectionPath(request.Namespace))
                {
                    observer.On(new DeployEvent.Notice($"Endpoints of Services in {request.Namespace} are not waited for: {error.Message} (list and watch of endpointslices, discovery.k8s.io/v1, would be needed)"));
                    return await ServingAsync(request with { Objects = [.. request.Objects.Where(o => o.Kind != "Service")] }, slices, observer, cancellationToken).ConfigureAwait(false);
                }

                return new ReadinessResult.Unreachable(Problems.Of(error, $"reading {path[(path.LastIndexOf('/') + 1)..]} of {request.Namespace}"));
            }

            JsonObject[] items = [.. Json.Items(list["items"])];
            view.Take(new MirrorChange.Listed(resource, items));
            listed[resource] = Json.Text(list["metadata"]?["resourceVersion"]);
            names = resource == NamespaceView.Deployments ? [.. items.Select(d => Json.Text(d["metadata"]?["name"]))] : names;
        }

        // A service may run as something else than a Deployment; that is among the other objects then.
        var goal = new WaitGoal([.. wanted.Where(names.Contains)], others, request.Deadline, stable ?? Stable);
        long begun = time.GetTimestamp();
        var wait = new ReadinessWait(goal, view, observer, time);
        return wait.IsReady()
            ? new ReadinessResult.Ready(time.GetElapsedTime(begun))
            : await WatchAsync(wait, paths, listed, request.Namespace, observer, cancellationToken).ConfigureAwait(false);
    }

    private async Task<ReadinessResult> WatchAsync(
        ReadinessWait wait, MirrorPaths paths, Dictionary<string, string> listed, string ns, IDeployObserver observer, CancellationToken cancellationToken)
    {
        using var watching = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Channel<MirrorChange> changes = Channel.CreateUnbounded<MirrorChange>(new UnboundedChannelOptions { SingleReader = true });
        Task[] mirrors = [.. paths.All.Select(path => new ResourceMirror(client, path.Key, path.Value, changes.Writer, listed.GetValueOrDefault(path.Key)).RunAsync(watching.Token))];
        try
        {
            ReadinessResult result = await wait.RunAsync(changes.Reader, cancellationToken).ConfigureAwait(false);
            return await DetailedAsync(result, wait, ns, observer, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await watching.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(mirrors).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
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
