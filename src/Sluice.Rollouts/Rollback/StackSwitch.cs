using System.Text.Json.Nodes;
using Sluice.Manifests;
using Sluice.Manifests.Stacks;
using Sluice.Model.Environments;
using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Ledger;

namespace Sluice.Rollouts.Rollback;

/// <summary>A service on its way back: traffic goes from the stack that serves to the one that is to.</summary>
/// <param name="Lane">Stable is the stack to go back to, the candidate the one to leave: everything to stable is the way back.</param>
/// <param name="Target">The stack to go back to, as it was rendered.</param>
/// <param name="Level">Dependency level of the service.</param>
/// <param name="Pods">Pods that serve now.</param>
internal sealed record StackSwitch(Lane Lane, ServiceStack Target, int Level, int Pods)
{
    /// <summary>What of the serving pods has to be ready before traffic goes there without more ado.</summary>
    public const double Enough = 0.7;

    public StackId To => Lane.Stable!;

    /// <summary>Whether a stack of so many ready pods can take everything.</summary>
    /// <param name="ready">Ready pods of the stack to go back to.</param>
    /// <param name="isNow">Whether one is enough.</param>
    public bool IsAble(int ready, bool isNow) => ready >= (isNow ? 1 : Math.Max(1, Math.Ceiling(Pods * Enough)));

    /// <summary>The services whose revision differs from what serves, by their stacks in the cluster. Pure.</summary>
    public static IReadOnlyList<StackSwitch> Of(
        StackSplit target, IReadOnlyList<ServiceTarget> services, IReadOnlyList<ServicePlacement> placements, IReadOnlyList<StackFacts> found, LedgerEntry? serving)
    {
        var all = new List<StackSwitch>();
        foreach (var stack in target.Stacks)
        {
            StackFacts[] mine = [.. found.Where(one => one.Id.Service == stack.Service)];
            var recorded = serving?.Services.FirstOrDefault(one => one.Name == stack.Service)?.Revision ?? "";
            var from = LaneFinder.Serving(mine, recorded);
            if (from?.Revision == stack.Revision || placements.FirstOrDefault(one => one.Service == stack.Service) is not { } placement)
            {
                continue;
            }

            // A plain Deployment of that revision may still be there from before the stacks.
            var to = mine.FirstOrDefault(one => one.Id.Name == stack.Name) ?? mine.FirstOrDefault(one => one.Revision == stack.Revision);
            var lane = new Lane(
                placement,
                Left(stack, from),
                to?.Id ?? StackId.Of(placement.Namespace, stack),
                [.. target.Pointers.Where(pointer => pointer.Service == stack.Service)],
                [.. target.Shared.Where(item => item.Kind is "Ingress" or "HTTPRoute")]);
            all.Add(new StackSwitch(lane, stack, services.FirstOrDefault(one => one.Name == stack.Service)?.Level ?? 0, from?.Pods ?? stack.Replicas));
        }

        return all;
    }

    // Nothing of it is applied: it is only to be told from others.
    private static ServiceStack Left(ServiceStack target, StackFacts? from)
    {
        var json = (JsonObject)target.Workload.Json.DeepClone();
        var name = from?.Id.Name ?? StackNames.Of(target.Service, "none");
        json["metadata"]!["name"] = name;
        return new ServiceStack(target.Service, from?.Revision ?? "", target.Workload with { Json = json }, [], [], from?.Pods ?? 0);
    }
}
