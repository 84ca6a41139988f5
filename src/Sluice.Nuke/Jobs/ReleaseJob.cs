using Sluice.Model;
using Sluice.Nuke.Hosting;
using Sluice.Rollouts;

namespace Sluice.Nuke.Jobs;

/// <summary>Finds the release that a deploy is about.</summary>
internal static class ReleaseJob
{
    public static async Task<Release> ChooseAsync(SluiceSession session, EnvironmentDefinition environment, string target, CancellationToken cancellationToken)
    {
        var git = await session.GitAsync(cancellationToken);
        var images = await EvidenceJob.RequireAsync(session, environment, cancellationToken);
        return new Release(session.ReleaseVersion ?? git.Version, git.Commit ?? "", git.Author, images, "");
    }
}
