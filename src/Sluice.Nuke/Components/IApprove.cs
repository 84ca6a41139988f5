using Nuke.Common;
using Sluice.Nuke.Help;
using Sluice.Nuke.Jobs;
using Sluice.Rollouts.Admission;

namespace Sluice.Nuke.Components;

/// <summary>What an approver says about a release that waits.</summary>
public interface IApprove : IHazReason, IHazReleaseVersion
{
    [TargetHelp(TargetGroups.Operate, Parameters = [nameof(Environment), nameof(ReleaseVersion), nameof(Reason)])]
    Target Approve => _ => _
        .Description("Records your approval of a release that waits for an environment.")
        .Executes(() => Session.RunAsync(cancellationToken => ApprovalJob.RunAsync(Session, Environment, ReleaseVersion, DecisionWord.Approved, Reason, cancellationToken)));

    [TargetHelp(TargetGroups.Operate, Parameters = [nameof(Environment), nameof(ReleaseVersion), nameof(Reason)])]
    Target Reject => _ => _
        .Description("Records that a release that waits for an environment must not go there.")
        .Executes(() => Session.RunAsync(cancellationToken => ApprovalJob.RunAsync(Session, Environment, ReleaseVersion, DecisionWord.Rejected, Reason, cancellationToken)));
}
