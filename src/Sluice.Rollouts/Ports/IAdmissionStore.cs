using Sluice.Rollouts.Admission;

namespace Sluice.Rollouts.Ports;

/// <summary>
/// Keeps who may go live, in the environment's cluster. Approvals are an object of their own, and so are requests: rights can
/// part who deploys from who approves. Writes answer with what went wrong, or null.
/// </summary>
public interface IAdmissionStore
{
    /// <summary>Everything; an environment that nothing was ever written in has an empty book.</summary>
    Task<ClusterResult<AdmissionBook>> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Adds a request; one for the same subject is replaced.</summary>
    Task<ClusterProblem?> RequestAsync(ApprovalRequest request, CancellationToken cancellationToken);

    /// <summary>Adds a decision.</summary>
    Task<ClusterProblem?> DecideAsync(ApprovalDecision decision, CancellationToken cancellationToken);

    /// <summary>Sets the freeze; null ends it.</summary>
    Task<ClusterProblem?> FreezeAsync(Freeze? freeze, CancellationToken cancellationToken);

    /// <summary>Adds a hold; one for the same revisions is replaced.</summary>
    Task<ClusterProblem?> HoldAsync(Hold hold, CancellationToken cancellationToken);

    /// <summary>Ends the hold of a set of revisions.</summary>
    Task<ClusterProblem?> LiftAsync(string revisions, HoldLift lift, CancellationToken cancellationToken);
}
