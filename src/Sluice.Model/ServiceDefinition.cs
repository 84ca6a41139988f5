namespace Sluice.Model;

/// <summary>One deployable workload.</summary>
/// <param name="Name">DNS label; also the name of its Deployment, of its container and of its image repository.</param>
/// <param name="Project">The project file or folder that is published, relative to the folder of <c>sluice.yaml</c>, with forward slashes.</param>
/// <param name="Port">The port its container listens on, 1–65535.</param>
/// <param name="DependsOn">Names of the services that must serve before this one is deployed; may be empty.</param>
public sealed record ServiceDefinition(string Name, string Project, int Port, IReadOnlyList<string> DependsOn);
