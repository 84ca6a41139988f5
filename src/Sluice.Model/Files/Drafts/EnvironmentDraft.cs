using Sluice.Model.Environments;
using Sluice.Model.Files.Shapes;
using Sluice.Model.Gates;
using Sluice.Model.Policies;
using Sluice.Model.Strategies;

namespace Sluice.Model.Files;

/// <summary>What may be said for an environment and differently for single services of it.</summary>
internal sealed record ServiceChoices(
    Located<string>? Strategy,
    Located<string>? Gate,
    Located<TrafficRouter>? Router,
    WarmStack? Warm,
    LoadDefinition? Load)
{
    public static ServiceChoices None { get; } = new(null, null, null, null, null);

    /// <summary>These choices, and others where these say nothing.</summary>
    public ServiceChoices Or(ServiceChoices other) =>
        new(Strategy ?? other.Strategy, Gate ?? other.Gate, Router ?? other.Router, Warm ?? other.Warm, Load ?? other.Load);
}

/// <summary>A service in an environment as written.</summary>
internal sealed record PlacementDraft(Located<string>? Namespace, ServiceChoices Choices);

/// <summary>What an environment refers to.</summary>
internal sealed record EnvironmentParts(
    IReadOnlyList<ServiceDefinition> Services,
    IReadOnlyDictionary<string, StrategyDefinition> Strategies,
    IReadOnlyDictionary<string, GateDefinition> Gates,
    IReadOnlyDictionary<string, PolicyDefinition> Policies);

/// <summary>An environment as written.</summary>
internal sealed record EnvironmentDraft(
    Located<ClusterDefinition>? Cluster,
    Located<string>? Namespace,
    Located<string>? Overlay,
    ServiceChoices Choices,
    IReadOnlyList<Named<PlacementDraft>> Services,
    IReadOnlyList<Located<TriggerDefinition>> Triggers,
    Located<string>? Policy,
    MetricsSource? Metrics)
{
    /// <summary>Everything that is right or wrong by itself.</summary>
    public required EnvironmentDefinition Rest { get; init; }

    /// <summary>What holds for a service here.</summary>
    public ServiceChoices ChoicesFor(string service) => (Draft(service)?.Choices ?? ServiceChoices.None).Or(Choices);

    /// <summary>The namespace that a service is given here or by itself; <see langword="null"/> for the environment's.</summary>
    public Located<string>? NamespaceOf(string service, ServiceDraft? draft) => Draft(service)?.Namespace ?? draft?.Namespace;

    public EnvironmentDefinition Build(string name, EnvironmentParts parts) => Rest with
    {
        Name = name,
        Cluster = Cluster!.Value,
        Namespace = Namespace!.Value,
        Overlay = Overlay!.Value,
        Policy = parts.Policies[Policy?.Value ?? PolicyDefaults.Name],
        Services = [.. parts.Services.Select(service => Place(service, parts))],
    };

    private PlacementDraft? Draft(string service) => Services.FirstOrDefault(draft => draft.Name == service)?.Value;

    private ServicePlacement Place(ServiceDefinition service, EnvironmentParts parts)
    {
        var own = Draft(service.Name);
        var choices = ChoicesFor(service.Name);
        var strategy = parts.Strategies[choices.Strategy?.Value ?? StrategyDefaults.Rolling];
        var gate = choices.Gate?.Value is { } name && name != NoGate.Keyword ? parts.Gates[name] : NoGate.Instance;
        return new ServicePlacement(
            service.Name,
            own?.Namespace?.Value ?? service.Namespace ?? Namespace!.Value,
            strategy,
            gate,
            choices.Router?.Value ?? Routers.Default(strategy),
            own?.Choices.Warm ?? strategy.Warm ?? Choices.Warm ?? StrategyDefaults.Warm)
        {
            Metrics = Metrics ?? GateDefaults.Source,
            Load = choices.Load,
        };
    }
}
