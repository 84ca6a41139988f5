using System.Text.Json.Nodes;
using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Discovery;
using Sluice.Kubernetes.Readiness;
using Sluice.Kubernetes.Releases;
using Sluice.Kubernetes.Traffic;
using Sluice.Manifests;
using Sluice.Manifests.Releases;
using Sluice.Manifests.Stacks;
using Sluice.Rollouts;
using Sluice.Rollouts.Driver;

namespace Sluice.Kubernetes.Stacks;

/// <summary>The budgets of stacks. No pod may be covered by two: the server evicts none that is.</summary>
internal sealed class StackBudgets(ApiClient client, ApiDiscovery discovery, StackFence fence)
{
    private readonly VersionedDelete deletes = new(client, fence);

    /// <summary>
    /// The stack's own; none while another covers its pods, as the one of a Deployment that was there before does until that
    /// does not serve any more.
    /// </summary>
    public async Task<ClusterResult<IReadOnlyList<ManifestObject>>> NeededAsync(ServiceStack stack, CancellationToken cancellationToken)
    {
        ManifestObject[] own = [.. stack.Companions.Where(IsBudget)];
        if (own.Length == 0)
        {
            return ClusterResult<IReadOnlyList<ManifestObject>>.Ok(own);
        }

        ClusterResult<ListedNamespace> listed = await ReadAsync(stack.Workload.Namespace, [StackKinds.Budgets], cancellationToken).ConfigureAwait(false);
        if (!listed.Succeeded(out ListedNamespace? all))
        {
            return ClusterResult<IReadOnlyList<ManifestObject>>.Failed(listed.Problems);
        }

        JsonNode? labels = stack.Workload.Json["spec"]?["template"]?["metadata"]?["labels"];
        bool isCovered = Budgets(all).Any(one => BudgetSelector.Covers(one, labels) && own.All(mine => mine.Name != StackView.NameOf(one)));
        return ClusterResult<IReadOnlyList<ManifestObject>>.Ok(isCovered ? [] : own);
    }

    public static bool IsBudget(ManifestObject item) => item.Kind == "PodDisruptionBudget";

    /// <summary>Those that cover pods of this stack alone go; of one that others made, also those that cover its service's other stacks.</summary>
    public async Task<ClusterProblem?> RemoveAsync(StackId stack, CancellationToken cancellationToken)
    {
        TrafficResource[] kinds = stack.IsAdopted ? [StackKinds.Budgets, StackKinds.Deployments, StackKinds.ReplicaSets, TrafficResource.Pods] : [StackKinds.Budgets];
        ClusterResult<ListedNamespace> listed = await ReadAsync(stack.Namespace, kinds, cancellationToken).ConfigureAwait(false);
        if (!listed.Succeeded(out ListedNamespace? all))
        {
            return listed.Problems[0];
        }

        Func<JsonObject, bool> isOf = stack.IsAdopted ? budget => IsOfAdopted(stack, budget, all.View) : budget => IsOf(stack, budget);
        foreach (JsonObject budget in Budgets(all).Where(isOf))
        {
            string name = StackView.NameOf(budget);
            string path = $"{all.Mirrors[StackKinds.Budgets.Key].Path}/{Uri.EscapeDataString(name)}";
            if (await deletes.DeleteAsync(path, $"PodDisruptionBudget/{name} in {stack.Namespace}", isOf, cancellationToken).ConfigureAwait(false) is { } problem)
            {
                return problem;
            }
        }

        return null;
    }

    private static bool IsOf(StackId stack, JsonObject budget)
    {
        JsonNode? selected = budget["spec"]?["selector"]?["matchLabels"];
        return Json.Text(selected?[SluiceLabels.Revision]) == stack.Mark.Value && Json.Text(selected?[SluiceLabels.Service]) == stack.Service;
    }

    /// <summary>One that covers pods of others too is everybody's, and one that another deployer keeps would come back.</summary>
    private static bool IsOfAdopted(StackId stack, JsonObject budget, NamespaceView view)
    {
        if (view.Find(NamespaceView.Deployments, stack.Name) is not { } deployment
            || budget["spec"]?["selector"]?["matchLabels"]?[SluiceLabels.Revision] is not null
            || !BudgetSelector.Covers(budget, deployment["spec"]?["template"]?["metadata"]?["labels"])
            || Ownership.OtherDeployer(budget, []) is not null)
        {
            return false;
        }

        HashSet<string> sets =
        [
            .. from one in view.All(NamespaceView.Deployments) ?? []
               where StackView.Identify(view, stack.Namespace, one, [stack.Service]) is not null
               from set in StackView.ReplicaSetsOf(view, one)
               select StackView.UidOf(set),
        ];
        return (view.All(NamespaceView.Pods) ?? []).All(pod => !BudgetSelector.Covers(budget, pod["metadata"]?["labels"]) || sets.Contains(Json.Controller(pod)));
    }

    private static IReadOnlyCollection<JsonObject> Budgets(ListedNamespace all) => all.View.All(StackKinds.Budgets.Key) ?? [];

    private Task<ClusterResult<ListedNamespace>> ReadAsync(string ns, IReadOnlyCollection<TrafficResource> kinds, CancellationToken cancellationToken) =>
        ListedNamespace.ReadAsync(client, discovery, ns, kinds, cancellationToken);
}
