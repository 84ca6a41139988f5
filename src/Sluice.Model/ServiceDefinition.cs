using Sluice.Model.Services;

namespace Sluice.Model;

/// <summary>One deployable workload.</summary>
/// <param name="Name">DNS label; also the name of its Deployment, of its container and of its image repository.</param>
/// <param name="Project">The project file or folder that is published, relative to the folder of <c>sluice.yaml</c>, with forward slashes; <see langword="null"/> exactly if it has a <see cref="Dockerfile"/>.</param>
/// <param name="Port">The port its container listens on, 1–65535.</param>
/// <param name="DependsOn">Names of the services that must serve before this one is deployed; may be empty.</param>
public sealed record ServiceDefinition(string Name, string? Project, int Port, IReadOnlyList<string> DependsOn)
{
    /// <summary>The Dockerfile it is built from, instead of a project.</summary>
    public DockerfileDefinition? Dockerfile { get; init; }

    /// <summary>The image that a published project is laid upon, pinned by digest, or <c>scratch</c>; <see langword="null"/> where nothing is said.</summary>
    public string? Base { get; init; }

    /// <summary>The namespace it runs in where an environment names no other; <see langword="null"/> for the environment's own.</summary>
    public string? Namespace { get; init; }

    /// <summary>Further ports by name, none twice, none equal to <see cref="Port"/>.</summary>
    public IReadOnlyDictionary<string, int> Ports { get; init; } = new Dictionary<string, int>();

    public ServiceProbes Probes { get; init; } = ServiceProbes.None;

    public ResourceDefinition Resources { get; init; } = ResourceDefinition.None;

    public ServiceHooks Hooks { get; init; } = ServiceHooks.None;

    /// <summary>The path that a deploy asks through the Service: of the smoke probe, else of the readiness probe, else <see cref="ServiceDefaults.SmokePath"/>.</summary>
    public string SmokePath => (Probes.Smoke ?? Probes.Readiness)?.Path ?? ServiceDefaults.SmokePath;
}
