using Nuke.Common;
using Sluice.Nuke.Help;
using Sluice.Nuke.Jobs;

namespace Sluice.Nuke.Components;

/// <summary>The environment of tags <c>vX.Y.Z</c>. It builds nothing: it runs the bytes that beta ran.</summary>
public interface IDeployProd : IHazLock, IHazApprovedPlan, IHazReleaseVersion, IHazLeave, IHazWait
{
    /// <summary>Name of the environment that this target deploys to.</summary>
    const string Prod = "prod";

    [TargetHelp(TargetGroups.Deploy, Parameters = [nameof(ReleaseVersion), nameof(ApprovedPlan), nameof(LockWait), nameof(Leave), nameof(Wait)])]
    Target DeployProd => _ => _
        .Description("Rolls the release that beta ran out to prod, once it is approved.")
        .Executes(() => Session.RunAsync(cancellationToken => DeployJob.RunAsync(Session, Prod, nameof(DeployProd), cancellationToken)));
}
