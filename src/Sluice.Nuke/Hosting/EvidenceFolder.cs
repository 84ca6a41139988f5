using System.Globalization;
using Sluice.Rollouts;
using Sluice.Rollouts.Evidence;
using Sluice.Rollouts.Ports;

namespace Sluice.Nuke.Hosting;

/// <summary>Evidence of failures on this machine, complete: <c>.nuke/temp/evidence/stage-7/</c>.</summary>
/// <param name="root">The repository's root, which printed paths are relative to.</param>
/// <param name="folder">Where the folders of all failures are.</param>
/// <param name="environment">Name of the environment.</param>
internal sealed class EvidenceFolder(string root, string folder, string environment) : IEvidenceKeeper
{
    /// <summary>Folders of older failures are deleted.</summary>
    internal const int MaximumFailures = 10;

    public async Task<ClusterResult<string>> KeepAsync(int release, EvidenceBundle bundle, CancellationToken cancellationToken)
    {
        var place = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{environment}-{release}"));
        try
        {
            foreach (var file in bundle.Files)
            {
                var path = Path.Combine(place, file.Path);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                await File.WriteAllTextAsync(path, file.Text, cancellationToken);
            }

            Forget();
            return ClusterResult<string>.Ok(Path.GetRelativePath(root, place));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return ClusterResult<string>.Failed(new ClusterProblem(ClusterProblemKind.Configuration, $"{place}: {problem.Message}", "./build.sh Doctor looks at the disk."));
        }
    }

    private void Forget()
    {
        var ours = new DirectoryInfo(folder).GetDirectories($"{environment}-*").Where(one => one.Name[(environment.Length + 1)..].All(char.IsAsciiDigit));
        foreach (var old in ours.OrderByDescending(one => one.LastWriteTimeUtc).Skip(MaximumFailures))
        {
            old.Delete(recursive: true);
        }
    }
}
