using System.Text.Json.Nodes;
using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Readiness;
using Sluice.Manifests.Releases;
using Sluice.Manifests.Stacks;
using Sluice.Rollouts;
using Sluice.Rollouts.Driver;

namespace Sluice.Kubernetes.Traffic;

/// <summary>The Deployments of a lane's service, as far as traffic has to know them.</summary>
internal sealed class LaneStacks
{
    private readonly Lane lane;
    private readonly Dictionary<string, JsonObject> deployments = new(StringComparer.Ordinal);

    private LaneStacks(Lane lane) => this.lane = lane;

    /// <summary>The same number of requests for any number of pods.</summary>
    public static async Task<ClusterResult<LaneStacks>> ReadAsync(ApiClient client, Lane lane, CancellationToken cancellationToken)
    {
        string collection = $"/apis/apps/v1/namespaces/{Uri.EscapeDataString(lane.Namespace)}/deployments";
        var stacks = new LaneStacks(lane);
        ApiResult<JsonObject> list = await client.GetAsync($"{collection}?labelSelector={Uri.EscapeDataString($"{SluiceLabels.Service}={lane.Service}")}", cancellationToken).ConfigureAwait(false);
        if (!list.Succeeded(out JsonObject? items, out ApiError? error))
        {
            return ClusterResult<LaneStacks>.Failed(Problems.Of(error, $"reading the stacks of {lane.Service}"));
        }

        foreach (JsonObject item in Json.Items(items["items"]))
        {
            stacks.deployments[Json.Text(item["metadata"]?["name"])] = item;
        }

        if (lane.Stable is not { } stable || stacks.deployments.ContainsKey(stable.Name))
        {
            return ClusterResult<LaneStacks>.Ok(stacks);
        }

        // One that others made does not have our label.
        ApiResult<JsonObject> adopted = await client.GetAsync($"{collection}/{Uri.EscapeDataString(stable.Name)}", cancellationToken).ConfigureAwait(false);
        if (adopted.Error is { IsNotFound: false } unread)
        {
            return ClusterResult<LaneStacks>.Failed(Problems.Of(unread, $"Deployment/{stable.Name} in {lane.Namespace}"));
        }

        if (adopted.Value is { } found)
        {
            stacks.deployments[stable.Name] = found;
        }

        return ClusterResult<LaneStacks>.Ok(stacks);
    }

    /// <summary>Why a stack gets nothing: none of its pods is ready.</summary>
    public ClusterProblem? NotReady(StackId stack) => Json.Int(deployments.GetValueOrDefault(stack.Name)?["status"]?["readyReplicas"]) > 0
        ? null
        : new ClusterProblem(ClusterProblemKind.Conflict, $"No pod of Deployment/{stack.Name} in {stack.Namespace} is ready, so it gets no traffic.", $"kubectl -n {stack.Namespace} get pods -l {StackPods.Query(stack)}");

    /// <summary>
    /// The selector for one stack. Where its pods lack labels that the new rendering selects, those are left out: what serves now
    /// would be out of service else, and the mark alone is precise.
    /// </summary>
    public IReadOnlyDictionary<string, string> SelectorOf(ServicePointer pointer, StackId stack)
    {
        IReadOnlyDictionary<string, string> all = pointer.To(stack.Mark).Selector;
        return Labels(stack) is { } labels
            ? all.Where(l => l.Key == stack.Mark.Key || Json.Text(labels[l.Key]) == l.Value).ToDictionary(StringComparer.Ordinal)
            : all;
    }

    /// <summary>The selector that pods of both stacks fit, and no others.</summary>
    public ClusterResult<IReadOnlyDictionary<string, string>> SharedSelector(ServicePointer pointer)
    {
        string service = $"Service/{pointer.Rendered.Name} in {lane.Namespace}";
        StackId stable = lane.Stable!;
        JsonObject labels = Labels(stable) ?? [];

        // Pods of a Deployment that others made need not bear our label; those of both fit what was rendered.
        IReadOnlyDictionary<string, string> wanted = pointer.ToAll().Selector.Where(l => !stable.IsAdopted || l.Key != SluiceLabels.Service).ToDictionary(StringComparer.Ordinal);
        KeyValuePair<string, string>[] absent = [.. wanted.Where(l => Json.Text(labels[l.Key]) != l.Value)];
        if (absent.Length > 0 && stable.IsAdopted)
        {
            return Failed($"{service} cannot send traffic to both stacks: the pods of Deployment/{stable.Name} do not have the label {string.Join(", ", absent.Select(l => $"{l.Key}={l.Value}"))}.", "Leave the selector of the Service as it was for this release, or take the strategy blueGreen for it.");
        }

        Dictionary<string, string> selector = wanted.Except(absent).ToDictionary(StringComparer.Ordinal);
        string? third = deployments.Values
            .Where(d => Json.Text(d["metadata"]?["name"]) is var name && name != stable.Name && name != lane.Candidate.Name)
            .Where(d => Json.Int(d["status"]?["replicas"]) > 0 && selector.All(l => Json.Text(d["spec"]?["template"]?["metadata"]?["labels"]?[l.Key]) == l.Value))
            .Select(d => Json.Text(d["metadata"]?["name"]))
            .FirstOrDefault();
        return third is null
            ? ClusterResult<IReadOnlyDictionary<string, string>>.Ok(selector)
            : Failed($"{service} cannot share traffic by the number of pods: Deployment/{third} is neither stable nor the candidate, has pods, and would get its part.", $"kubectl -n {lane.Namespace} scale deployment {third} --replicas=0");
    }

    private static ClusterResult<IReadOnlyDictionary<string, string>> Failed(string what, string next) =>
        ClusterResult<IReadOnlyDictionary<string, string>>.Failed(new ClusterProblem(ClusterProblemKind.Conflict, what, next));

    private JsonObject? Labels(StackId stack) => deployments.GetValueOrDefault(stack.Name)?["spec"]?["template"]?["metadata"]?["labels"] as JsonObject;
}
