using System.Text.Json.Nodes;
using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Discovery;
using Sluice.Rollouts;
using Sluice.Rollouts.Driver;

namespace Sluice.Kubernetes.Stacks;

/// <summary>The autoscalers of a stack, whoever made them: those that name its Deployment as their target.</summary>
internal sealed class StackAutoscalers(ApiClient client, ApiDiscovery discovery, StackFence fence)
{
    private readonly VersionedPatch patches = new(client, fence);
    private readonly VersionedDelete deletes = new(client, fence);

    /// <summary>They may not go below this number of pods.</summary>
    public Task<ScalerOutcome> HoldAsync(StackId stack, int pods, CancellationToken cancellationToken) =>
        PatchAsync(stack, scaler => HeldAutoscaler.Hold(scaler, pods, stack.IsAdopted), cancellationToken);

    /// <summary>They get back what they said.</summary>
    public Task<ScalerOutcome> ReleaseAsync(StackId stack, CancellationToken cancellationToken) => PatchAsync(stack, HeldAutoscaler.Release, cancellationToken);

    /// <summary>They go.</summary>
    public async Task<ClusterProblem?> RemoveAsync(StackId stack, CancellationToken cancellationToken) => (await ForEachAsync(
        stack,
        (path, label) => deletes.DeleteAsync(path, label, live => HeldAutoscaler.Sizes(live, stack.Name), cancellationToken),
        cancellationToken).ConfigureAwait(false)).Problem;

    private Task<ScalerOutcome> PatchAsync(StackId stack, Func<JsonObject, JsonObject?> change, CancellationToken cancellationToken) => ForEachAsync(
        stack,
        async (path, label) => (await patches.WriteAsync(path, label, change, cancellationToken).ConfigureAwait(false)).Problem,
        cancellationToken);

    private async Task<ScalerOutcome> ForEachAsync(StackId stack, Func<string, string, Task<ClusterProblem?>> act, CancellationToken cancellationToken)
    {
        ClusterResult<ListedNamespace> listed = await ListedNamespace.ReadAsync(client, discovery, stack.Namespace, [StackKinds.Autoscalers], cancellationToken).ConfigureAwait(false);
        if (!listed.Succeeded(out ListedNamespace? all))
        {
            return new ScalerOutcome(listed.Problems[0], 0);
        }

        string[] names = [.. StackView.AutoscalersOf(all.View, stack.Name).Select(StackView.NameOf)];
        foreach (string name in names)
        {
            string path = $"{all.Mirrors[StackKinds.Autoscalers.Key].Path}/{Uri.EscapeDataString(name)}";
            if (await act(path, $"HorizontalPodAutoscaler/{name} in {stack.Namespace}").ConfigureAwait(false) is { } problem)
            {
                return new ScalerOutcome(problem, names.Length);
            }
        }

        return new ScalerOutcome(null, names.Length);
    }
}

/// <summary>What became of the autoscalers of a stack.</summary>
/// <param name="Problem">Why they could not be changed; null otherwise.</param>
/// <param name="Count">How many there are.</param>
internal sealed record ScalerOutcome(ClusterProblem? Problem, int Count);
