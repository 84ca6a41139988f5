namespace Sluice.Model.Services;

/// <summary>A service that is built from a Dockerfile.</summary>
/// <param name="Path">The Dockerfile, relative to the folder of <c>sluice.yaml</c>, with forward slashes.</param>
/// <param name="Context">The build context, likewise; the Dockerfile's folder where nothing else is said.</param>
public sealed record DockerfileDefinition(string Path, string Context);
