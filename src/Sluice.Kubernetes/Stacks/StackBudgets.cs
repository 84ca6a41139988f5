using System.Text.Json.Nodes;
using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Discovery;
using Sluice.Kubernetes.Readiness;
using Sluice.Manifests.Releases;
using Sluice.Rollouts;
using Sluice.Rollouts.Driver;

namespace Sluice.Kubernetes.Stacks;

/// <summary>The budgets that cover the pods of one stack alone.</summary>
internal sealed class StackBudgets(ApiClient client, ApiDiscovery discovery)
{
    private readonly VersionedDelete deletes = new(client);

    /// <summary>They go with the stack.</summary>
    /// <param name="stack">The stack.</param>
    /// <param name="cancellationToken">Throws when cancelled.</param>
    public async Task<ClusterProblem?> RemoveAsync(StackId stack, CancellationToken cancellationToken)
    {
        ClusterResult<ListedNamespace> listed = await ListedNamespace.ReadAsync(client, discovery, stack.Namespace, [StackKinds.Budgets], cancellationToken).ConfigureAwait(false);
        if (!listed.Succeeded(out ListedNamespace? all))
        {
            return listed.Problems[0];
        }

        foreach (JsonObject budget in (all.View.All(StackKinds.Budgets.Key) ?? []).Where(one => IsOf(stack, one)))
        {
            string name = StackView.NameOf(budget);
            string path = $"{all.Mirrors[StackKinds.Budgets.Key].Path}/{Uri.EscapeDataString(name)}";
            ClusterProblem? problem = await deletes
                .DeleteAsync(path, $"PodDisruptionBudget/{name} in {stack.Namespace}", live => IsOf(stack, live), cancellationToken)
                .ConfigureAwait(false);
            if (problem is not null)
            {
                return problem;
            }
        }

        return null;
    }

    private static bool IsOf(StackId stack, JsonObject budget)
    {
        JsonNode? selected = budget["spec"]?["selector"]?["matchLabels"];
        return Json.Text(selected?[stack.Mark.Key]) == stack.Mark.Value && (stack.IsAdopted || Json.Text(selected?[SluiceLabels.Service]) == stack.Service);
    }
}
