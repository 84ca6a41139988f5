using System.Globalization;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Discovery;
using Sluice.Kubernetes.Readiness;
using Sluice.Kubernetes.Traffic;
using Sluice.Rollouts;
using Sluice.Rollouts.Driver;

namespace Sluice.Kubernetes.Stacks;

/// <summary>Waits until the pods of a stack that was scaled to none are gone.</summary>
internal sealed class StackDrain(ApiClient client, ApiDiscovery discovery)
{
    /// <summary>For the controller to hear of it, and for the node to report the end.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(10);

    /// <summary>What a pod has that says nothing else.</summary>
    private const int UsualGrace = 30;

    /// <summary>Null when no pod is left; who is still there after the longest of the pods' own graces otherwise.</summary>
    public async Task<ClusterProblem?> WaitAsync(StackId stack, CancellationToken cancellationToken)
    {
        // Only its own pods are listed and followed: with many stacks to drain at once, everybody's would be asked for by each of them.
        ClusterResult<ApiResource> kind = await TrafficResource.Pods.FindAsync(discovery, cancellationToken).ConfigureAwait(false);
        if (!kind.Succeeded(out ApiResource? resource))
        {
            return kind.Problems[0];
        }

        string path = $"{resource.CollectionPath(stack.Namespace)}?labelSelector={Uri.EscapeDataString(StackPods.Query(stack))}";
        ApiResult<JsonObject> list = await client.GetAsync(path, cancellationToken).ConfigureAwait(false);
        if (!list.Succeeded(out JsonObject? items, out ApiError? error))
        {
            return Problems.Of(error, $"reading the pods of {StackSize.Label(stack)}");
        }

        Dictionary<string, JsonObject> pods = Json.Items(items["items"]).ToDictionary(StackView.NameOf, StringComparer.Ordinal);
        if (pods.Count == 0)
        {
            return null;
        }

        TimeSpan limit = TimeSpan.FromSeconds(pods.Values.Max(pod => Json.Int(pod["spec"]?["terminationGracePeriodSeconds"], UsualGrace))) + Slack;
        using var late = new CancellationTokenSource(limit, client.Time);
        using var watching = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        Channel<MirrorChange> changes = Channel.CreateUnbounded<MirrorChange>(new UnboundedChannelOptions { SingleReader = true });
        Task mirror = new ResourceMirror(client, TrafficResource.Pods.Key, path, changes.Writer, Json.Text(items["metadata"]?["resourceVersion"])).RunAsync(watching.Token);
        try
        {
            return await GoneAsync(stack, pods, changes.Reader, watching.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return Left(stack, [.. pods.Keys], limit);
        }
        finally
        {
            await watching.CancelAsync().ConfigureAwait(false);
            await mirror.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task<ClusterProblem?> GoneAsync(StackId stack, Dictionary<string, JsonObject> pods, ChannelReader<MirrorChange> changes, CancellationToken cancellationToken)
    {
        while (pods.Count > 0)
        {
            switch (await changes.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                case MirrorChange.Failed failed:
                    return Problems.Of(failed.Error, $"watching the pods of {StackSize.Label(stack)}");
                case MirrorChange.Listed listed:
                    pods.Clear();
                    listed.Items.ToList().ForEach(pod => pods[StackView.NameOf(pod)] = pod);
                    break;
                case MirrorChange.Put put:
                    pods[StackView.NameOf(put.Item)] = put.Item;
                    break;
                case MirrorChange.Removed removed:
                    pods.Remove(StackView.NameOf(removed.Item));
                    break;
            }
        }

        return null;
    }

    private static ClusterProblem Left(StackId stack, string[] names, TimeSpan limit)
    {
        string seconds = limit.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
        return new ClusterProblem(
            ClusterProblemKind.Conflict,
            $"{StackSize.Label(stack)}: {names.Length} of its pods are still there {seconds} s after it was scaled to none ({string.Join(", ", names.Take(3))}{(names.Length > 3 ? ", …" : "")}), so it was not deleted.",
            $"kubectl -n {stack.Namespace} describe pod {names[0]} shows what it waits for; the next deploy or ./build.sh Sweep goes on.");
    }
}
