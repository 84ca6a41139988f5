using Sluice.Model.Environments;
using Sluice.Model.Strategies;

namespace Sluice.Model.Files;

/// <summary>Which routers suit which strategies.</summary>
internal static class Routers
{
    public static TrafficRouter Default(StrategyDefinition strategy) => strategy is CanaryStrategy ? TrafficRouter.Replicas : TrafficRouter.Service;

    /// <summary>Why a router cannot do what a strategy asks; <see langword="null"/> if it can.</summary>
    public static string? Objection(TrafficRouter router, StrategyDefinition strategy) => (router, strategy) switch
    {
        (TrafficRouter.Service, CanaryStrategy) => "the router 'service' sends all of the traffic or none, and a canary shares it",
        (TrafficRouter.Replicas, BlueGreenStrategy) => "the router 'replicas' gives traffic to every ready pod, and blueGreen makes its pods ready before they get any",
        _ => null,
    };
}
