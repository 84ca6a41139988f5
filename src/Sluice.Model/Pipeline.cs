using Sluice.Model.Environments;
using Sluice.Model.Gates;
using Sluice.Model.Policies;
using Sluice.Model.Strategies;

namespace Sluice.Model;

/// <summary>Everything <c>sluice.yaml</c> says: what is built and where it runs. Immutable; made by <c>PipelineFile</c>.</summary>
/// <param name="Application">Name of the application, a DNS label (<c>pcbench</c>).</param>
/// <param name="Registry">Where images go.</param>
/// <param name="Services">The deployable workloads, in the order of the file. Never empty.</param>
/// <param name="Environments">
/// Where they run, in the order of the file, without those whose variables are not set (<c>PipelineLoad.Unavailable</c>). Never empty.
/// </param>
public sealed record Pipeline(
    string Application,
    RegistryDefinition Registry,
    IReadOnlyList<ServiceDefinition> Services,
    IReadOnlyList<EnvironmentDefinition> Environments)
{
    /// <summary>The triggers of all environments of the file in its order, also of those whose variables are not set.</summary>
    public IReadOnlyList<EnvironmentTriggers> Triggers
    {
        get => field ?? [.. Environments.Select(environment => new EnvironmentTriggers(environment.Name, environment.Triggers))];
        init;
    }

    /// <summary>Every strategy by name: the file's and the built-in ones that it does not redefine.</summary>
    public IReadOnlyDictionary<string, StrategyDefinition> Strategies { get; init; } = StrategyDefaults.BuiltIn;

    /// <summary>The file's gates by name.</summary>
    public IReadOnlyDictionary<string, GateDefinition> Gates { get; init; } = new Dictionary<string, GateDefinition>();

    /// <summary>Every policy by name: the file's and <see cref="PolicyDefaults.Name"/>.</summary>
    public IReadOnlyDictionary<string, PolicyDefinition> Policies { get; init; } = new Dictionary<string, PolicyDefinition> { [PolicyDefaults.Name] = PolicyDefaults.Policy };
}
