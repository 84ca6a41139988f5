using System.Globalization;
using System.Text.Json.Nodes;
using Sluice.Manifests.Stacks;
using Sluice.Rollouts;
using Sluice.Rollouts.Driver;

namespace Sluice.Kubernetes.Traffic;

/// <summary>Writes the selectors of a lane's pointers.</summary>
internal sealed class Pointers(FencedApply apply)
{
    /// <summary>Every pointer names one stack; the first refusal ends it.</summary>
    public async Task<ClusterProblem?> NameAsync(Lane lane, LaneStacks stacks, StackId stack, CancellationToken cancellationToken)
    {
        foreach (ServicePointer pointer in lane.Pointers)
        {
            if (await WriteAsync(pointer, stacks.SelectorOf(pointer, stack), null, cancellationToken).ConfigureAwait(false) is { } problem)
            {
                return problem;
            }
        }

        return null;
    }

    /// <summary>
    /// As many pointers as can be name the stack that served before; answers with the first refusal. A Service that only the release
    /// on trial will bring names nobody yet.
    /// </summary>
    public async Task<ClusterProblem?> ReturnAsync(Lane lane, LaneStacks stacks, StackId stack, CancellationToken cancellationToken)
    {
        ClusterProblem? first = null;
        foreach (ServicePointer pointer in lane.Pointers)
        {
            ClusterProblem? problem = await WriteAsync(pointer, stacks.SelectorOf(pointer, stack), null, cancellationToken).ConfigureAwait(false);
            first ??= problem is { Kind: ClusterProblemKind.NotFound } ? null : problem;
            if (problem is { Kind: ClusterProblemKind.LockLost })
            {
                return problem;
            }
        }

        return first;
    }

    /// <summary>Every pointer names both stacks.</summary>
    public async Task<ClusterProblem?> ShareAsync(Lane lane, LaneStacks stacks, int weight, CancellationToken cancellationToken)
    {
        var selectors = new List<IReadOnlyDictionary<string, string>>();
        foreach (ServicePointer pointer in lane.Pointers)
        {
            ClusterResult<IReadOnlyDictionary<string, string>> shared = stacks.SharedSelector(pointer);
            if (!shared.Succeeded(out IReadOnlyDictionary<string, string>? selector))
            {
                return shared.Problems[0];
            }

            selectors.Add(selector);
        }

        foreach ((ServicePointer pointer, IReadOnlyDictionary<string, string> selector) in lane.Pointers.Zip(selectors))
        {
            if (await WriteAsync(pointer, selector, weight, cancellationToken).ConfigureAwait(false) is { } problem)
            {
                return problem;
            }
        }

        return null;
    }

    private Task<ClusterProblem?> WriteAsync(ServicePointer pointer, IReadOnlyDictionary<string, string> selector, int? asked, CancellationToken cancellationToken)
    {
        var annotations = new Dictionary<string, string>();
        if (asked is { } weight)
        {
            annotations[TrafficMarks.Weight] = weight.ToString(CultureInfo.InvariantCulture);
        }

        var spec = new JsonObject { ["selector"] = new JsonObject(selector.Select(l => KeyValuePair.Create(l.Key, (JsonNode?)l.Value))) };
        var fields = new FencedFields(new JsonObject { ["spec"] = spec }, annotations);
        return apply.ChangeAsync(ServicePath.Of(pointer.Rendered.Namespace, pointer.Rendered.Name), $"Service/{pointer.Rendered.Name} in {pointer.Rendered.Namespace}", _ => fields, cancellationToken);
    }
}
