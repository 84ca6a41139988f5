using Sluice.Manifests;
using Sluice.Manifests.Stacks;
using Sluice.Model.Environments;
using Sluice.Rollouts.Ledger;

namespace Sluice.Rollouts.Driver;

/// <summary>What a release changes of the stacks that are there.</summary>
/// <param name="Lanes">Services with a new revision, in the order of the split.</param>
/// <param name="InPlace">Stacks of services that serve this very revision already, with what was found of them.</param>
/// <param name="Others">Stacks that neither serve nor are of this release.</param>
public sealed record LaneFinding(IReadOnlyList<Lane> Lanes, IReadOnlyList<(ServiceStack Stack, StackFacts Facts)> InPlace, IReadOnlyList<StackFacts> Others)
{
    /// <summary>Services that are updated in place and serve this very revision already.</summary>
    public IReadOnlyList<ServiceStack> Rolling { get; init; } = [];
}

/// <summary>Finds out which stack serves each service, and so where a release has something to do. Pure.</summary>
public static class LaneFinder
{
    /// <param name="split">The release, parted.</param>
    /// <param name="placements">Its services in the environment.</param>
    /// <param name="found">All stacks that are there.</param>
    /// <param name="rolling">Workloads of services that are updated in place.</param>
    /// <param name="serving">The ledger's record of what served last; null where it has none.</param>
    /// <param name="earlier">The release that serves, parted; null where it is not kept.</param>
    public static LaneFinding Of(StackSplit split, IReadOnlyList<ServicePlacement> placements, IReadOnlyList<StackFacts> found, IReadOnlyList<StackFacts> rolling, LedgerEntry? serving, StackSplit? earlier)
    {
        var lanes = new List<Lane>();
        var inPlace = new List<(ServiceStack Stack, StackFacts Facts)>();
        var others = new List<StackFacts>();
        foreach (var stack in split.Stacks)
        {
            StackFacts[] mine = [.. found.Where(one => one.Id.Service == stack.Service)];
            var stable = Serving(mine, serving?.Services.FirstOrDefault(one => one.Name == stack.Service)?.Revision ?? "");
            if (stable is not null && stable.Revision == stack.Revision)
            {
                inPlace.Add((stack, stable));
            }
            else
            {
                lanes.Add(LaneOf(split, placements.Single(one => one.Service == stack.Service), stack, stable?.Id));
            }

            others.AddRange(mine.Where(one => one != stable && one.Id.Name != stack.Name));
        }

        var unchanged = new List<ServiceStack>();
        foreach (var stack in split.Rolling)
        {
            var live = rolling.FirstOrDefault(one => one.Id.Service == stack.Service);
            if (live is not null && live.Revision == stack.Revision)
            {
                unchanged.Add(stack);
            }
            else
            {
                lanes.Add(RollingLaneOf(split, placements.Single(one => one.Service == stack.Service), stack, live?.Id, earlier));
            }
        }

        return new LaneFinding(lanes, inPlace, others) { Rolling = unchanged };
    }

    /// <summary>The lanes of a rollout that has begun, with the stacks that served then.</summary>
    public static IReadOnlyList<Lane> Of(StackSplit split, IReadOnlyList<ServicePlacement> placements, IReadOnlyList<LaneRecord> begun, StackSplit? earlier) =>
    [
        .. from record in begun
           let stack = (record.IsRolling ? split.Rolling : split.Stacks).FirstOrDefault(one => one.Service == record.Service)
           let placement = placements.FirstOrDefault(one => one.Service == record.Service)
           where stack is not null && placement is not null
           select record.IsRolling ? RollingLaneOf(split, placement, stack, record.Stable, earlier) : LaneOf(split, placement, stack, record.Stable),
    ];

    internal static Lane RollingLaneOf(StackSplit split, ServicePlacement placement, ServiceStack stack, StackId? stable, StackSplit? earlier) => LaneOf(split, placement, stack, stable) with
    {
        IsRolling = true,
        Earlier = earlier?.Rolling.FirstOrDefault(one => one.Service == stack.Service && one.Workload.Kind == stack.Workload.Kind),
    };

    private static Lane LaneOf(StackSplit split, ServicePlacement placement, ServiceStack stack, StackId? stable) => new(
        placement,
        stack,
        stable,
        [.. split.Pointers.Where(pointer => pointer.Service == stack.Service)],
        [.. split.Shared.Where(IsRoute)]);

    private static bool IsRoute(ManifestObject item) => item.Kind is "Ingress" or "HTTPRoute";

    // Where the Services do not say it (there is none, or a share was under way), the ledger does; a plain Deployment was there before us.
    internal static StackFacts? Serving(StackFacts[] stacks, string recorded) =>
        stacks.FirstOrDefault(one => one.IsServing)
        ?? stacks.FirstOrDefault(one => recorded.Length > 0 && one.Revision == recorded && one.Pods > 0)
        ?? stacks.FirstOrDefault(one => one.Id.IsAdopted && one.Pods > 0);
}
