using Nuke.Common;
using Sluice.Nuke.Help;
using Sluice.Nuke.Jobs;

namespace Sluice.Nuke.Components;

/// <summary>No releases for a while.</summary>
public interface IFreeze : IHazReason
{
    [Parameter("When the freeze ends by itself: a duration from now (8h, 2d) or a time (2026-12-27T08:00:00Z). Default: when somebody types Unfreeze.")]
    string? Until => TryGetValue(() => Until);

    [TargetHelp(TargetGroups.Operate, Parameters = [nameof(Environment), nameof(Reason), nameof(Until)])]
    Target Freeze => _ => _
        .Description("Keeps releases out of an environment; rollbacks still go.")
        .Executes(() => Session.RunAsync(cancellationToken => FreezeJob.FreezeAsync(Session, Environment, Reason, Until, cancellationToken)));

    [TargetHelp(TargetGroups.Operate, Parameters = [nameof(Environment)])]
    Target Unfreeze => _ => _
        .Description("Ends the freeze of an environment.")
        .Executes(() => Session.RunAsync(cancellationToken => FreezeJob.UnfreezeAsync(Session, Environment, cancellationToken)));
}
