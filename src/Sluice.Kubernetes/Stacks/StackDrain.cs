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
        TrafficResource[] kinds = [StackKinds.Deployments, StackKinds.ReplicaSets, TrafficResource.Pods];
        ClusterResult<ListedNamespace> listed = await ListedNamespace.ReadAsync(client, discovery, stack.Namespace, kinds, cancellationToken).ConfigureAwait(false);
        if (!listed.Succeeded(out ListedNamespace? all))
        {
            return listed.Problems[0];
        }

        JsonObject[] pods = [.. StackView.PodsOf(all.View, stack)];
        if (pods.Length == 0)
        {
            return null;
        }

        TimeSpan limit = TimeSpan.FromSeconds(pods.Max(pod => Json.Int(pod["spec"]?["terminationGracePeriodSeconds"], UsualGrace))) + Slack;
        using var late = new CancellationTokenSource(limit, client.Time);
        using var watching = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        Channel<MirrorChange> changes = Channel.CreateUnbounded<MirrorChange>(new UnboundedChannelOptions { SingleReader = true });
        ListedCollection collection = all.Mirrors[TrafficResource.Pods.Key];
        Task mirror = new ResourceMirror(client, TrafficResource.Pods.Key, collection.Path, changes.Writer, collection.Revision).RunAsync(watching.Token);
        try
        {
            return await GoneAsync(stack, all.View, changes.Reader, watching.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return Left(stack, all.View, limit);
        }
        finally
        {
            await watching.CancelAsync().ConfigureAwait(false);
            await mirror.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task<ClusterProblem?> GoneAsync(StackId stack, NamespaceView view, ChannelReader<MirrorChange> changes, CancellationToken cancellationToken)
    {
        while (StackView.PodsOf(view, stack).Any())
        {
            MirrorChange change = await changes.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (change is MirrorChange.Failed failed)
            {
                return Problems.Of(failed.Error, $"watching the pods of {StackSize.Label(stack)}");
            }

            view.Take(change);
        }

        return null;
    }

    private static ClusterProblem Left(StackId stack, NamespaceView view, TimeSpan limit)
    {
        string[] names = [.. StackView.PodsOf(view, stack).Select(StackView.NameOf)];
        string seconds = limit.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
        return new ClusterProblem(
            ClusterProblemKind.Conflict,
            $"{StackSize.Label(stack)}: {names.Length} of its pods are still there {seconds} s after it was scaled to none ({string.Join(", ", names.Take(3))}{(names.Length > 3 ? ", …" : "")}), so it was not deleted.",
            $"kubectl -n {stack.Namespace} describe pod {names[0]} shows what it waits for; the next deploy or ./build.sh Sweep goes on.");
    }
}
