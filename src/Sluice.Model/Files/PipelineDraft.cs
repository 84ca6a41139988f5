using Sluice.Model.Files.Shapes;

namespace Sluice.Model.Files;

/// <summary>What a file says, with places, before it is known to be right. What could not be read is <see langword="null"/>.</summary>
internal sealed record PipelineDraft(
    string? Application,
    RegistryDefinition? Registry,
    IReadOnlyList<Named<ServiceDraft>> Services,
    IReadOnlyList<Named<EnvironmentDraft>> Environments)
{
    /// <summary>The pipeline; call it only when the file has no errors.</summary>
    public Pipeline Build() => new(
        Application!,
        Registry!,
        [.. Services.Select(service => service.Value.Build(service.Name))],
        [.. Environments.Select(environment => environment.Value.Build(environment.Name))]);
}

/// <summary>A service as written.</summary>
internal sealed record ServiceDraft(Located<string>? Project, int Port, IReadOnlyList<Located<string>> DependsOn)
{
    public ServiceDefinition Build(string name) => new(name, Project!.Value, Port, [.. DependsOn.Select(other => other.Value)]);
}

/// <summary>An environment as written.</summary>
internal sealed record EnvironmentDraft(
    ClusterDefinition? Cluster,
    Located<string>? Namespace,
    Located<string>? Overlay,
    DeploymentStrategy Strategy,
    TimeSpan ReadyDeadline)
{
    public EnvironmentDefinition Build(string name) => new(name, Cluster!, Namespace!.Value, Overlay!.Value, Strategy, ReadyDeadline);
}
