using Sluice.Rollouts.Driver;

namespace Sluice.Rollouts.Ports;

/// <summary>
/// Moves pointers by the lane's router. Idempotent. Writes are bound to the version of the object that was read, and bear the fencing
/// number; who finds a higher one there writes nothing and answers <see cref="ClusterProblemKind.LockLost"/>. What is written
/// is read back by <see cref="IStackWatch"/>, not here.
/// </summary>
public interface ITraffic
{
    /// <summary>
    /// The candidate gets this part, 0–100, and stable the rest. At 0 every pointer names stable (if there is one) and what helped
    /// on the way is as it was rendered, whatever was there before: also after a promotion. Where nothing serves yet, 100 names the candidate.
    /// A lane that is updated in place knows 0 and 100: its workload gets what the release before had, or what the candidate has.
    /// </summary>
    Task<ClusterProblem?> SetAsync(Lane lane, int weight, CancellationToken cancellationToken);

    /// <summary>
    /// From weight 100 to promoted: every pointer names the candidate, then, when its endpoints are there, what helped on the way goes.
    /// Called again until it is seen; each call goes as far as what is there allows.
    /// </summary>
    Task<ClusterProblem?> PromoteAsync(Lane lane, CancellationToken cancellationToken);
}
