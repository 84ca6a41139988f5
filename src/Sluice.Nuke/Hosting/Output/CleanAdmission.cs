using Sluice.Rollouts;
using Sluice.Rollouts.Admission;
using Sluice.Rollouts.Ports;

namespace Sluice.Nuke.Hosting.Output;

/// <summary>A book whose words hold no secrets: people paste what they saw, and a hold quotes what a pod said.</summary>
internal sealed class CleanAdmission(IAdmissionStore inner, Func<string, string> clean) : IAdmissionStore
{
    public Task<ClusterResult<AdmissionBook>> ReadAsync(CancellationToken cancellationToken) => inner.ReadAsync(cancellationToken);

    // It quotes nobody: versions, digests and names.
    public Task<ClusterProblem?> RequestAsync(ApprovalRequest request, CancellationToken cancellationToken) => inner.RequestAsync(request, cancellationToken);

    public Task<ClusterProblem?> DecideAsync(ApprovalDecision decision, CancellationToken cancellationToken) =>
        inner.DecideAsync(decision with { Comment = clean(decision.Comment) }, cancellationToken);

    public Task<ClusterProblem?> FreezeAsync(Freeze? freeze, CancellationToken cancellationToken) =>
        inner.FreezeAsync(freeze is null ? null : freeze with { Reason = clean(freeze.Reason) }, cancellationToken);

    public Task<ClusterProblem?> HoldAsync(Hold hold, CancellationToken cancellationToken) =>
        inner.HoldAsync(hold with { Reason = clean(hold.Reason) }, cancellationToken);

    public Task<ClusterProblem?> LiftAsync(string revisions, HoldLift lift, CancellationToken cancellationToken) =>
        inner.LiftAsync(revisions, lift with { Reason = clean(lift.Reason) }, cancellationToken);
}
