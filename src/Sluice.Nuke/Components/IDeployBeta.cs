using Nuke.Common;
using Sluice.Nuke.Help;
using Sluice.Nuke.Jobs;

namespace Sluice.Nuke.Components;

/// <summary>The environment of tags <c>vX.Y.Z-betaN</c>.</summary>
public interface IDeployBeta : IPush, IHazLock, IHazApprovedPlan, IHazReleaseVersion, IHazLeave, IHazWait
{
    /// <summary>Name of the environment that this target deploys to.</summary>
    const string Beta = "beta";

    [TargetHelp(TargetGroups.Deploy, Parameters = [nameof(ReleaseVersion), nameof(ApprovedPlan), nameof(LockWait), nameof(Leave), nameof(Wait)])]
    Target DeployBeta => _ => _
        .Description("Rolls the release out to beta, step by step, watched by the gate; takes it back when it hurts.")
        .DependsOn(Push)
        .Executes(() => Session.RunAsync(cancellationToken => DeployJob.RunAsync(Session, Beta, nameof(DeployBeta), cancellationToken)));
}
