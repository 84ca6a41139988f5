using Sluice.Model.Environments;
using Sluice.Model.Files.Shapes;
using Sluice.Model.Gates;
using Sluice.Model.Input;
using Sluice.Model.Policies;
using Sluice.Model.Strategies;

namespace Sluice.Model.Files;

/// <summary>What a file says, with places, before it is known to be right. What could not be read is <see langword="null"/>.</summary>
internal sealed record PipelineDraft(
    string? Application,
    RegistryDefinition? Registry,
    IReadOnlyList<Named<ServiceDraft>> Services,
    IReadOnlyList<Named<EnvironmentDraft>> Environments,
    IReadOnlyList<Named<StrategyDraft>> Strategies,
    IReadOnlyList<Named<GateDefinition>> Gates,
    IReadOnlyList<Named<PolicyDefinition>> Policies)
{
    /// <summary>The pipeline; call it only when the file has no errors.</summary>
    /// <param name="isAvailable">Whether all variables of an environment are set.</param>
    /// <param name="missing">Variables of the registry that are not set.</param>
    public Pipeline Build(Func<string, bool> isAvailable, IReadOnlyList<InputError> missing)
    {
        var gates = Gates.ToDictionary(gate => gate.Name, gate => gate.Value! with { Name = gate.Name });
        var strategies = StrategyDefaults.BuiltIn.ToDictionary();
        foreach (var strategy in Strategies)
        {
            strategies[strategy.Name] = strategy.Value!.Build(strategy.Name, gates);
        }

        var policies = new Dictionary<string, PolicyDefinition> { [PolicyDefaults.Name] = PolicyDefaults.Policy };
        foreach (var policy in Policies)
        {
            policies[policy.Name] = policy.Value! with { Name = policy.Name };
        }

        IReadOnlyList<ServiceDefinition> services = [.. Services.Select(service => service.Value!.Build(service.Name))];
        var parts = new EnvironmentParts(services, strategies, gates, policies);
        return new Pipeline(
            Application!,
            (Registry ?? new RegistryDefinition(null)) with { Missing = missing },
            services,
            [.. Environments.Where(environment => isAvailable(environment.Name)).Select(environment => environment.Value!.Build(environment.Name, parts))])
        {
            Triggers = [.. Environments.Select(environment => new EnvironmentTriggers(environment.Name, [.. environment.Value?.Triggers.Select(trigger => trigger.Value) ?? []]))],
            Strategies = strategies,
            Gates = gates,
            Policies = policies,
        };
    }

    /// <summary>Every strategy that may be named, with what it is; <see langword="null"/> where that could not be read.</summary>
    public IReadOnlyDictionary<string, StrategyDraft?> KnownStrategies()
    {
        var known = StrategyDefaults.BuiltIn.ToDictionary(pair => pair.Key, pair => (StrategyDraft?)StrategyDraft.Of(pair.Value));
        foreach (var strategy in Strategies)
        {
            known[strategy.Name] = strategy.Value;
        }

        return known;
    }
}
