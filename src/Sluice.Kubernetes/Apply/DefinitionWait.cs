using System.Text.Json.Nodes;
using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Discovery;
using Sluice.Rollouts;

namespace Sluice.Kubernetes.Apply;

/// <summary>A CustomResourceDefinition counts as applied once its kinds are really served.</summary>
internal sealed class DefinitionWait(ApiClient client, ApiDiscovery discovery)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Null when all its versions are served.</summary>
    /// <param name="target">The definition.</param>
    /// <param name="stored">As it was stored.</param>
    /// <param name="cancellationToken">Throws when cancelled.</param>
    public async Task<ClusterProblem?> WaitAsync(ApplyTarget target, JsonObject stored, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Patience, client.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await EstablishedAsync(target, stored, both.Token).ConfigureAwait(false)
                ?? await ServedAsync(target, both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new ClusterProblem(
                ClusterProblemKind.Unreachable,
                $"{target.Label}: the cluster did not establish the kind within {Patience.TotalSeconds:0} s.",
                $"kubectl describe customresourcedefinition {target.Object.Name} shows why; then run the same command again.");
        }
    }

    private async Task<ClusterProblem?> EstablishedAsync(ApplyTarget target, JsonObject stored, CancellationToken cancellationToken)
    {
        JsonObject? current = stored;
        while (true)
        {
            if (current is not null)
            {
                if (Condition(current, "NamesAccepted", "False") is { } refused)
                {
                    return new ClusterProblem(ClusterProblemKind.Invalid, $"{target.Label}: the cluster does not accept its names: {refused["message"]}.", "Choose other names, or remove the definition that has them.");
                }

                if (Condition(current, "Established", "True") is not null)
                {
                    return null;
                }
            }

            current = await NextAsync(target, current, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The definition after its next change; null when the watch ended and it has to be read anew.</summary>
    private async Task<JsonObject?> NextAsync(ApplyTarget target, JsonObject? current, CancellationToken cancellationToken)
    {
        if (current is null)
        {
            await Task.Delay(Pause, client.Time, cancellationToken).ConfigureAwait(false);
            return (await client.GetAsync(target.Path, cancellationToken).ConfigureAwait(false)).Value;
        }

        string path = $"{target.Resource.CollectionPath("")}?fieldSelector={Uri.EscapeDataString($"metadata.name={target.Object.Name}")}";
        await foreach (WatchItem item in client.WatchAsync(path, SentObject.ResourceVersion(current), cancellationToken).ConfigureAwait(false))
        {
            if (item is WatchItem.Changed { Item: var changed } && changed["metadata"]?["name"]?.ToString() == target.Object.Name)
            {
                return changed;
            }
        }

        return null;
    }

    /// <summary>Servers tell of a new kind a moment after it is established.</summary>
    private async Task<ClusterProblem?> ServedAsync(ApplyTarget target, CancellationToken cancellationToken)
    {
        foreach (PlannedKind kind in new PlannedKinds([target.Object]).All)
        {
            while (true)
            {
                discovery.Forget(kind.Resource.ApiVersion);
                ClusterResult<ApiResource> found = await discovery.FindAsync(kind.Resource.ApiVersion, kind.Resource.Kind, cancellationToken).ConfigureAwait(false);
                if (found.Succeeded(out _))
                {
                    break;
                }

                if (found.Problems.FirstOrDefault(p => !p.IsInput) is { } lost)
                {
                    return lost;
                }

                await Task.Delay(Pause, client.Time, cancellationToken).ConfigureAwait(false);
            }
        }

        return null;
    }

    private static JsonObject? Condition(JsonObject definition, string type, string status) =>
        (definition["status"]?["conditions"] as JsonArray ?? []).OfType<JsonObject>()
            .FirstOrDefault(c => c["type"]?.ToString() == type && c["status"]?.ToString() == status);
}
