using Nuke.Common;
using Sluice.Nuke.Help;
using Sluice.Nuke.Jobs;

namespace Sluice.Nuke.Components;

/// <summary>Evidence that an image was looked at.</summary>
public interface IScan : IBuildImage
{
    [TargetHelp(TargetGroups.Build)]
    Target Scan => _ => _
        .Description("Looks for root users and secrets in every image and stores the verdict as evidence for its digest.")
        .DependsOn(BuildImage)
        .Executes(() => Session.RunAsync(cancellationToken => ScanJob.RunAsync(Session, cancellationToken)));
}
