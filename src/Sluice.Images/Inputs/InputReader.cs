using System.Collections.Concurrent;
using Sluice.Images.SystemFiles;
using Sluice.Model;
using Sluice.Oci;

namespace Sluice.Images.Inputs;

/// <summary>Reads what a service's image is made from.</summary>
/// <param name="root">Folder that paths are relative to.</param>
/// <param name="settings">How images are made.</param>
/// <param name="sdk">Version of the SDK that compiles.</param>
internal sealed class InputReader(string root, ImageSettings settings, string sdk)
{
    /// <summary>The word for "no base at all" in <c>sluice.yaml</c>.</summary>
    public const string Scratch = "scratch";

    private readonly ConcurrentDictionary<Platform, (IReadOnlyList<HostFile> Files, string? Problem)> _host = new();

    /// <summary>The files of this machine that stand in for a base.</summary>
    public (IReadOnlyList<HostFile> Files, string? Problem) HostFiles(Platform platform) => _host.GetOrAdd(platform, wanted => new HostLibraries().Find(wanted));

    /// <exception cref="IOException">A file cannot be read.</exception>
    public BuildInputs Read(ServiceDefinition service, string projectFile, CancellationToken cancellationToken)
    {
        IEnumerable<string> host = service.Base == Scratch
            ? settings.Platforms.SelectMany(platform => HostFiles(platform).Files.Select(file => $"host={platform}:{file.ImagePath}={file.Digest}"))
            : [];
        string[] arguments = [$"service={service.Name}", FormattableString.Invariant($"port={service.Port}"), $"base={service.Base}", .. settings.AsInputs(), .. host];
        return BuildInputs.Compute(root, projectFile, sdk, arguments, cancellationToken);
    }
}
