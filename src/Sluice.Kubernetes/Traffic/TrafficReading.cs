using Sluice.Kubernetes.Readiness;
using Sluice.Model.Environments;
using Sluice.Rollouts.Driver;

namespace Sluice.Kubernetes.Traffic;

/// <summary>Reads the traffic of a lane from mirrored objects. Pure.</summary>
internal static class TrafficReading
{
    /// <summary>What a view has to hold for the reading of a lane with this router; and the Deployments, for services without a Service.</summary>
    public static IReadOnlyList<TrafficResource> Resources(TrafficRouter router) => router switch
    {
        TrafficRouter.GatewayApi => [TrafficResource.Services, TrafficResource.Slices, TrafficResource.Pods, TrafficResource.Routes],
        TrafficRouter.IngressNginx => [TrafficResource.Services, TrafficResource.Slices, TrafficResource.Pods, TrafficResource.Ingresses],
        _ => [TrafficResource.Services, TrafficResource.Slices, TrafficResource.Pods],
    };

    /// <param name="lane">The lane.</param>
    /// <param name="view">Of the lane's namespace; before every collection was listed, nothing is known.</param>
    public static TrafficSight Of(Lane lane, NamespaceView view)
    {
        if (Resources(lane.Router).Any(r => view.All(r.Key) is null))
        {
            return TrafficSight.Unknown;
        }

        if (UnroutedShare.IsFor(lane))
        {
            return UnroutedShare.Read(lane, view);
        }

        lane = PlacedLane.Of(lane);
        PointerSight[] pointers = [.. lane.Pointers.Select(p => PointerSight.Of(lane, view, p.Rendered.Name))];
        WeightSight helpers = WeightSight.Of(lane, view);

        // Once the pointers name the candidate, all that leads to either Service leads to it.
        int? weight = Weight(lane, pointers) is 0 ? helpers.Weight : Weight(lane, pointers);
        double? served = helpers.IsLeft ? weight : Served(pointers);
        return new TrafficSight(weight, served, weight == 100 && !helpers.IsLeft && pointers.All(p => p.Named == Named.Candidate && p.Share.Candidate > 0));
    }

    private static int? Weight(Lane lane, PointerSight[] pointers)
    {
        if (pointers.Any(p => p is { Named: Named.Stable or Named.Candidate or Named.Both, IsBorneOut: false }))
        {
            return null;
        }

        if (pointers.All(p => p.Named == Named.Candidate))
        {
            return 100;
        }

        // Where nothing served before, whatever a selector says gives the candidate nothing that it should not have.
        bool hasNone = pointers.All(p => p.Named is Named.Stable or Named.Nobody || (lane.Stable is null && p.Named == Named.Others));
        return hasNone ? 0
            : pointers.All(p => p.Named == Named.Both) && pointers.Select(p => p.Asked).Distinct().ToArray() is [var asked] ? asked
            : null;
    }

    private static double? Served(PointerSight[] pointers)
    {
        double candidate = pointers.Sum(p => p.Share.Candidate);
        double all = candidate + pointers.Sum(p => p.Share.Stable);
        return all > 0 && pointers.All(p => p.Share.Others == 0) ? 100 * candidate / all : null;
    }
}
