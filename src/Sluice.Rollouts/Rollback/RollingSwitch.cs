using Sluice.Manifests.Stacks;
using Sluice.Model.Environments;
using Sluice.Rollouts.Driver;

namespace Sluice.Rollouts.Rollback;

/// <summary>A service that is updated in place, on its way back: its workload gets what it had, and the cluster replaces its pods.</summary>
/// <param name="Lane">The candidate is what is left; the earlier release is the one to go back to.</param>
/// <param name="Level">Dependency level of the service.</param>
internal sealed record RollingSwitch(Lane Lane, int Level)
{
    /// <summary>Whether its workload asks for another revision than the release to go back to.</summary>
    public bool Replaces => Lane.Candidate.Revision.Length > 0;

    /// <summary>
    /// All services that are updated in place: whose workload asks for the right revision already may still have other pods, from a way
    /// back that ended before its end. Pure.
    /// </summary>
    public static IReadOnlyList<RollingSwitch> Of(StackSplit target, IReadOnlyList<ServiceTarget> services, IReadOnlyList<ServicePlacement> placements, IReadOnlyList<StackFacts> found)
    {
        var all = new List<RollingSwitch>();
        foreach (var stack in target.Rolling)
        {
            var live = found.FirstOrDefault(one => one.Id.Service == stack.Service);
            if (placements.FirstOrDefault(one => one.Service == stack.Service) is not { } placement)
            {
                continue;
            }

            var left = stack with { Revision = live is null || live.Revision == stack.Revision ? "" : live.Revision, Config = [] };
            var lane = LaneFinder.RollingLaneOf(target, placement, left, StackId.Of(placement.Namespace, stack), target);
            all.Add(new RollingSwitch(lane, services.FirstOrDefault(one => one.Name == stack.Service)?.Level ?? 0));
        }

        return all;
    }
}
