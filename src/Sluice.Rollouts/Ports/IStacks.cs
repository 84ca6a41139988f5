using Sluice.Manifests.Stacks;
using Sluice.Rollouts.Driver;

namespace Sluice.Rollouts.Ports;

/// <summary>
/// Makes, sizes and removes stacks. Every call is idempotent: what is so already is no problem, also what is gone already.
/// Writes answer with what went wrong, or null.
/// </summary>
public interface IStacks
{
    /// <summary>All stacks of these services, whoever made them: those with our labels, and the plain Deployment of a service's own name.</summary>
    Task<ClusterResult<IReadOnlyList<StackFacts>>> FindAsync(string ns, IReadOnlyList<string> services, CancellationToken cancellationToken);

    /// <summary>
    /// The workloads of services that are updated in place, as far as they are there: their mark is the revision that they ask for, and they
    /// count as serving.
    /// </summary>
    Task<ClusterResult<IReadOnlyList<StackFacts>>> FindRollingAsync(string ns, IReadOnlyList<ServiceStack> workloads, CancellationToken cancellationToken);

    /// <summary>
    /// The stack exists with everything but its autoscalers, and has at least this many pods. One that is there already is brought
    /// to what the manifest says without becoming smaller, and is no longer on record as warm.
    /// </summary>
    Task<ClusterProblem?> EnsureAsync(ServiceStack stack, int pods, CancellationToken cancellationToken);

    /// <summary>A stack that is there gets this many pods; what its autoscaler says does not matter any more, so that goes first when it is 0.</summary>
    Task<ClusterProblem?> ScaleAsync(StackId stack, int pods, CancellationToken cancellationToken);

    /// <summary>
    /// The stack may not become smaller than this: its autoscaler's minimum is raised, what it was is remembered at the autoscaler. One that
    /// has no autoscaler is held as it is: the mark alone is set.
    /// </summary>
    Task<ClusterProblem?> HoldAsync(StackId stack, int pods, CancellationToken cancellationToken);

    /// <summary>Its autoscaler gets back what it said, the mark goes.</summary>
    Task<ClusterProblem?> ReleaseAsync(StackId stack, CancellationToken cancellationToken);

    /// <summary>The autoscalers of a stack that serves.</summary>
    Task<ClusterProblem?> AutoscaleAsync(ServiceStack stack, CancellationToken cancellationToken);

    /// <summary>A stack that does not serve any more is put on record as warm, and its autoscalers go, so that nothing wakes or shrinks it.</summary>
    /// <param name="stack">The stack.</param>
    /// <param name="until">When it is due to be scaled down; <see langword="null"/> for the next release.</param>
    /// <param name="cancellationToken">Throws when cancelled.</param>
    Task<ClusterProblem?> KeepWarmAsync(StackId stack, DateTimeOffset? until, CancellationToken cancellationToken);

    /// <summary>
    /// Its pods are drained (scaled to none, waited for until they are gone, within the pods' own grace), then its Deployment, autoscalers
    /// and budgets go. Config goes with <see cref="IOwnedObjects"/>, as other stacks may have the same.
    /// </summary>
    Task<ClusterProblem?> RemoveAsync(StackId stack, CancellationToken cancellationToken);
}
