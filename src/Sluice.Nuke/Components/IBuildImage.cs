using Nuke.Common;
using Sluice.Nuke.Jobs;

namespace Sluice.Nuke.Components;

/// <summary>Images without a Docker daemon.</summary>
public interface IBuildImage : IHazSluice
{
    Target BuildImage => _ => _
        .Description("Builds the image of every service; what did not change comes from the cache.")
        .Executes(() => Session.RunAsync(async cancellationToken =>
            Session.Images = await ImageJob.RunAsync(Session, cancellationToken)));
}
