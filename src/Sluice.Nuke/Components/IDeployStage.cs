using Nuke.Common;
using Sluice.Nuke.Help;
using Sluice.Nuke.Jobs;

namespace Sluice.Nuke.Components;

/// <summary>The environment of every push.</summary>
public interface IDeployStage : IPush, IHazLock, IHazApprovedPlan
{
    /// <summary>Name of the environment that this target deploys to.</summary>
    const string Stage = "stage";

    [TargetHelp(TargetGroups.Deploy)]
    Target DeployStage => _ => _
        .Description("Deploys the services to stage, waits until they serve and prints their URLs.")
        .DependsOn(Push)
        .Executes(() => Session.RunAsync(cancellationToken => DeployJob.RunAsync(Session, Stage, nameof(DeployStage), cancellationToken)));
}
