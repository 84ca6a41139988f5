using Nuke.Common;
using Sluice.Nuke.Help;
using Sluice.Nuke.Jobs;

namespace Sluice.Nuke.Components;

/// <summary>Images without a Docker daemon.</summary>
public interface IBuildImage : IHazSluice
{
    [TargetHelp(TargetGroups.Build)]
    Target BuildImage => _ => _
        .Description("Builds the image of every service; what did not change comes from the cache.")
        .Executes(() => Session.RunAsync(async cancellationToken =>
        {
            Session.GoAhead();
            Session.Images = await ImageJob.RunAsync(Session, cancellationToken);
        }));
}
