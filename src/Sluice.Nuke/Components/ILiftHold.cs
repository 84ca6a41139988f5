using Nuke.Common;
using Sluice.Nuke.Help;
using Sluice.Nuke.Jobs;

namespace Sluice.Nuke.Components;

/// <summary>The way back in for a release that was rolled back.</summary>
public interface ILiftHold : IHazReason, IHazReleaseVersion
{
    [TargetHelp(TargetGroups.Operate, Parameters = [nameof(Environment), nameof(ReleaseVersion), nameof(Reason)])]
    Target LiftHold => _ => _
        .Description("Lets a release that was rolled back into its environment again.")
        .Executes(() => Session.RunAsync(cancellationToken => HoldJob.LiftAsync(Session, Environment, ReleaseVersion, Reason, cancellationToken)));
}
