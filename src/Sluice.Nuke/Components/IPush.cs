using Nuke.Common;
using Sluice.Nuke.Help;
using Sluice.Nuke.Jobs;

namespace Sluice.Nuke.Components;

/// <summary>Images and their evidence in the registry.</summary>
public interface IPush : IScan
{
    [TargetHelp(TargetGroups.Build)]
    Target Push => _ => _
        .Description("Pushes images and their evidence to the registry; what is there already is not sent again.")
        .DependsOn(Scan)
        .Executes(() => Session.RunAsync(cancellationToken => PushJob.RunAsync(Session, cancellationToken)));
}
