using System.Text.Json.Nodes;
using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Apply;
using Sluice.Kubernetes.Discovery;
using Sluice.Manifests;
using Sluice.Manifests.Stacks;
using Sluice.Rollouts;

namespace Sluice.Kubernetes.Stacks;

/// <summary>Applies the objects of a stack as manifests say them; what belongs to another deployer is refused before anything is applied.</summary>
internal sealed class StackObjectsApply(ApiClient client, ApiDiscovery discovery, StackBudgets budgets)
{
    private static readonly string[] Content = ["data", "binaryData"];

    /// <summary>Config, the Deployment and its budgets; autoscalers come when the stack serves.</summary>
    public async Task<ClusterProblem?> ApplyAsync(ServiceStack stack, CancellationToken cancellationToken)
    {
        ClusterResult<IReadOnlyList<ManifestObject>> config = await ConfigToApplyAsync(stack, cancellationToken).ConfigureAwait(false);
        if (!config.Succeeded(out IReadOnlyList<ManifestObject>? missing))
        {
            return config.Problems[0];
        }

        ClusterResult<IReadOnlyList<ManifestObject>> needed = await budgets.NeededAsync(stack, cancellationToken).ConfigureAwait(false);
        return needed.Succeeded(out IReadOnlyList<ManifestObject>? own)
            ? await ApplyAsync([.. missing, stack.Workload, .. own], stack.Workload.Namespace, cancellationToken).ConfigureAwait(false)
            : needed.Problems[0];
    }

    /// <summary>What a stack that serves has beside: what sizes it, and budgets that had to wait until then.</summary>
    public async Task<ClusterProblem?> ApplyCompanionsAsync(ServiceStack stack, CancellationToken cancellationToken)
    {
        ClusterResult<IReadOnlyList<ManifestObject>> needed = await budgets.NeededAsync(stack, cancellationToken).ConfigureAwait(false);
        return needed.Succeeded(out IReadOnlyList<ManifestObject>? own)
            ? await ApplyAsync([.. own, .. stack.Companions.Where(item => !StackBudgets.IsBudget(item))], stack.Workload.Namespace, cancellationToken).ConfigureAwait(false)
            : needed.Problems[0];
    }

    private async Task<ClusterProblem?> ApplyAsync(IReadOnlyList<ManifestObject> objects, string ns, CancellationToken cancellationToken)
    {
        if (objects.Count == 0)
        {
            return null;
        }

        // One for each call: it remembers what it has checked, and several stacks are made at the same time.
        var apply = new ServerSideApply(client, discovery, ns);
        ClusterResult<IReadOnlyList<ObjectChange>> valid = await apply.ValidateAsync(objects, cancellationToken).ConfigureAwait(false);
        ClusterResult<IReadOnlyList<ObjectChange>> applied = valid.Value is null
            ? valid
            : await apply.ApplyAsync(objects, _ => { }, cancellationToken).ConfigureAwait(false);
        return applied.Value is null ? Together(applied.Problems) : null;
    }

    /// <summary>What is there with the same content is left: another stack may have made it, and its name tells its content.</summary>
    private async Task<ClusterResult<IReadOnlyList<ManifestObject>>> ConfigToApplyAsync(ServiceStack stack, CancellationToken cancellationToken)
    {
        var missing = new List<ManifestObject>();
        foreach (ManifestObject item in stack.Config)
        {
            ApiResource resource = new(item.ApiVersion, item.Kind, item.Kind == "Secret" ? "secrets" : "configmaps", true);
            ApiResult<JsonObject> read = await client.GetAsync(resource.ObjectPath(item.Namespace, item.Name), cancellationToken).ConfigureAwait(false);
            if (read.Error is { IsNotFound: false } error)
            {
                return ClusterResult<IReadOnlyList<ManifestObject>>.Failed(Problems.Of(error, $"{item.Kind}/{item.Name} in {item.Namespace}"));
            }

            if (read.Value is null || !HasContent(read.Value, item.Json))
            {
                missing.Add(item);
            }
        }

        return ClusterResult<IReadOnlyList<ManifestObject>>.Ok(missing);
    }

    private static bool HasContent(JsonObject live, JsonObject manifest) =>
        manifest["stringData"] is null && Content.All(part => JsonNode.DeepEquals(live[part] ?? new JsonObject(), manifest[part] ?? new JsonObject()));

    private static ClusterProblem Together(IReadOnlyList<ClusterProblem> problems) => problems is [var only]
        ? only
        : problems[0] with { What = string.Join(" ", problems.Select(p => p.What)), Next = problems.Select(p => p.Next).FirstOrDefault(next => next.Length > 0) ?? "" };
}
