using Sluice.Model.Gates;
using Sluice.Model.Strategies;

namespace Sluice.Model.Environments;

/// <summary>A service in one environment, with everything that the file, the environment and the defaults say about it.</summary>
/// <param name="Service">Name of the service.</param>
/// <param name="Namespace">The Kubernetes namespace it runs in.</param>
/// <param name="Strategy">How a new release takes over.</param>
/// <param name="Gate">The judge of steps that name none; <see cref="NoGate"/> for nobody.</param>
/// <param name="Router">What moves its traffic.</param>
/// <param name="Warm">How long its previous stack stays warm.</param>
public sealed record ServicePlacement(
    string Service,
    string Namespace,
    StrategyDefinition Strategy,
    GateDefinition Gate,
    TrafficRouter Router,
    WarmStack Warm)
{
    /// <summary>Where gates that name no source of their own take their numbers from.</summary>
    public MetricsSource Metrics { get; init; } = GateDefaults.Source;

    /// <summary>What traffic it is expected to have; <see langword="null"/> where nobody said.</summary>
    public LoadDefinition? Load { get; init; }

    /// <summary>The judge of a step.</summary>
    public GateDefinition GateOf(WeightStep step) => step.Gate ?? Gate;

    /// <summary>Where a gate's numbers come from here.</summary>
    public MetricsSource SourceOf(GateDefinition gate) => gate.Source ?? Metrics;
}
