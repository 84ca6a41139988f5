using System.Text.Json.Nodes;
using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Discovery;
using Sluice.Kubernetes.Readiness;
using Sluice.Kubernetes.Releases;
using Sluice.Rollouts;
using Sluice.Rollouts.Driver;

namespace Sluice.Kubernetes.Stacks;

/// <summary>Takes a stack away, its pods first. Every step may be done already.</summary>
internal sealed class StackRemoval(ApiClient client, ApiDiscovery discovery, StackFence fence)
{
    private readonly StackSize size = new(client, fence);
    private readonly StackAutoscalers autoscalers = new(client, discovery, fence);
    private readonly StackBudgets budgets = new(client, discovery, fence);
    private readonly StackDrain drain = new(client, discovery);
    private readonly VersionedDelete deletes = new(client, fence);

    public async Task<ClusterProblem?> RemoveAsync(StackId stack, CancellationToken cancellationToken)
    {
        ApiResult<JsonObject> read = await client.GetAsync(StackSize.Path(stack), cancellationToken).ConfigureAwait(false);
        if (read.Error is { IsNotFound: false } error)
        {
            return Problems.Of(error, StackSize.Label(stack));
        }

        if (read.Value is { } live && Obstacle(stack, live) is { } obstacle)
        {
            return obstacle;
        }

        return await autoscalers.RemoveAsync(stack, cancellationToken).ConfigureAwait(false)
            ?? (read.Value is null ? null : await EmptyAsync(stack, cancellationToken).ConfigureAwait(false))
            ?? await budgets.RemoveAsync(stack, cancellationToken).ConfigureAwait(false)
            ?? await DeleteAsync(stack, cancellationToken).ConfigureAwait(false);
    }

    private async Task<ClusterProblem?> EmptyAsync(StackId stack, CancellationToken cancellationToken) =>
        await size.SetAsync(stack, 0, cancellationToken).ConfigureAwait(false)
        ?? await drain.WaitAsync(stack, cancellationToken).ConfigureAwait(false);

    // Last: it tells whose the rest is, if this ends before.
    private Task<ClusterProblem?> DeleteAsync(StackId stack, CancellationToken cancellationToken) => deletes.DeleteAsync(StackSize.Path(stack), StackSize.Label(stack), live => StackView.Asked(live) == 0, cancellationToken);

    /// <summary>Who deploys it too would make it anew.</summary>
    private static ClusterProblem? Obstacle(StackId stack, JsonObject live)
    {
        if (Ownership.OtherDeployer(live, []) is { } other)
        {
            return new ClusterProblem(
                ClusterProblemKind.Invalid,
                $"{StackSize.Label(stack)}: it belongs to {other.Owner} (its {other.Part[..^1]} {other.Key}), so it was left alone.",
                $"Take it out of {other.Owner}, or run: kubectl -n {stack.Namespace} delete deployment {stack.Name}");
        }

        string revision = StackView.RevisionOf(live);
        return stack.IsAdopted || revision == stack.Mark.Value
            ? null
            : new ClusterProblem(
                ClusterProblemKind.Conflict,
                $"{StackSize.Label(stack)}: its pods are of revision '{revision}' and not '{stack.Mark.Value}', so it was left alone.",
                $"kubectl -n {stack.Namespace} get deployment {stack.Name} -o yaml shows who changed it.");
    }
}
