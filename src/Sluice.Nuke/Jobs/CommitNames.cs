using Serilog;
using Sluice.Nuke.Hosting;
using Sluice.Oci.Registry;
using Sluice.Supply.Promotion;

namespace Sluice.Nuke.Jobs;

/// <summary>Names pushed images after the commit of their sources, so that a release of that commit is not built again.</summary>
internal static class CommitNames
{
    /// <summary>Names them, where the sources are a commit unchanged. The first images of a commit keep its name. A registry that refuses is a notice.</summary>
    public static async Task WriteAsync(RegistryClient client, IReadOnlyList<WantedPush> pushed, GitInfo git, CancellationToken cancellationToken)
    {
        if (git.Commit is not { } commit || git.IsDirty)
        {
            return;
        }

        var named = await Task.WhenAll(pushed.Select(image => ReleaseTagger.TagAsync(client, image.Where, image.Digest, ReleaseNames.OfCommit(commit), cancellationToken)));
        if (named.Select(one => one.Error).OfType<RegistryError>().FirstOrDefault() is { } error)
        {
            Log.Warning("{Line:l}", $"The images could not be named after their commit, so a release of it will be built again where it is deployed. {error.Message}");
        }
    }
}
