using Nuke.Common;
using Sluice.Nuke.Help;
using Sluice.Nuke.Jobs;

namespace Sluice.Nuke.Components;

/// <summary>What a deploy would do. The engine has a switch <c>--plan</c> for the order of targets; this is a target.</summary>
public interface IPlan : IBuildImage, IHazEnvironment, IHazJson
{
    [TargetHelp(TargetGroups.Deploy, Parameters = [nameof(Environment), nameof(Json)])]
    new Target Plan => _ => _
        .Description("Shows object by object what a deploy would change; the environment is stage unless another is named.")
        .DependsOn(BuildImage)
        .Executes(() => Session.RunAsync(cancellationToken => PlanJob.RunAsync(Session, Environment ?? IDeployStage.Stage, Json, cancellationToken)));
}
