using Sluice.Model.Files.Shapes;
using Sluice.Model.Services;

namespace Sluice.Model.Files;

/// <summary>A service as written.</summary>
internal sealed record ServiceDraft(
    Located<string>? Project,
    Located<string>? Dockerfile,
    Located<string>? Context,
    Located<string>? Namespace,
    IReadOnlyList<Located<string>> DependsOn)
{
    /// <summary>Everything that is right or wrong by itself.</summary>
    public required ServiceDefinition Rest { get; init; }

    public ServiceDefinition Build(string name) => Rest with
    {
        Name = name,
        Project = Project?.Value,
        Dockerfile = Dockerfile is null ? null : new DockerfileDefinition(Dockerfile.Value, Context?.Value ?? FolderOf(Dockerfile.Value)),
        Namespace = Namespace?.Value,
        DependsOn = [.. DependsOn.Select(other => other.Value)],
    };

    private static string FolderOf(string path) => path.LastIndexOf('/') is > 0 and var end ? path[..end] : ".";
}
