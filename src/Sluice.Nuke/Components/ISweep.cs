using Nuke.Common;
using Sluice.Nuke.Help;
using Sluice.Nuke.Jobs;

namespace Sluice.Nuke.Components;

/// <summary>What falls due after a command has ended.</summary>
public interface ISweep : IHazEnvironment
{
    [TargetHelp(TargetGroups.Operate, Parameters = [nameof(Environment)])]
    Target Sweep => _ => _
        .Description("Does what has fallen due: warm stacks whose time is over go, traffic that nobody watches is taken back. Made for a schedule.")
        .Executes(() => Session.RunAsync(cancellationToken => SweepJob.RunAsync(Session, Environment, cancellationToken)));
}
