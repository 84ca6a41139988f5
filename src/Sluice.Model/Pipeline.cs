namespace Sluice.Model;

/// <summary>Everything <c>sluice.yaml</c> says: what is built and where it runs. Immutable; made by <c>PipelineFile</c>.</summary>
/// <param name="Application">Name of the application, a DNS label (<c>pcbench</c>).</param>
/// <param name="Registry">Where images go.</param>
/// <param name="Services">The deployable workloads, in the order of the file. Never empty.</param>
/// <param name="Environments">Where they run, in the order of the file. Never empty.</param>
public sealed record Pipeline(
    string Application,
    RegistryDefinition Registry,
    IReadOnlyList<ServiceDefinition> Services,
    IReadOnlyList<EnvironmentDefinition> Environments);
