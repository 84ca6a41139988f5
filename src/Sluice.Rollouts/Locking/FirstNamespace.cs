using Sluice.Manifests;
using Sluice.Rollouts.Deploy;
using Sluice.Rollouts.Ports;

namespace Sluice.Rollouts.Locking;

/// <summary>
/// The lock lives in the environment's namespace, so a first deploy has to create that before it can hold the lock. Two first
/// deploys at once both may: applying the same Namespace twice is harmless, and of the lock's record only one of them is the
/// creator. Whoever gets the lock checks and applies everything again, the Namespace too.
/// </summary>
public static class FirstNamespace
{
    /// <summary>Checks everything that is to be deployed, then creates the namespace alone.</summary>
    /// <param name="objects">Of the environment, not guarded by its lock.</param>
    /// <param name="request">The deploy.</param>
    /// <param name="cancellationToken">Ends it between two requests.</param>
    public static async Task<ClusterResult<IReadOnlyList<ObjectChange>>> CreateAsync(IClusterObjects objects, DeployRequest request, CancellationToken cancellationToken)
    {
        ClusterResult<IReadOnlyList<ObjectChange>> validated = await objects.ValidateAsync(request.Objects, cancellationToken).ConfigureAwait(false);
        if (!validated.Succeeded(out IReadOnlyList<ObjectChange>? expected))
        {
            return validated;
        }

        if (request.Review is { } review && await review(expected, cancellationToken).ConfigureAwait(false) is { Count: > 0 } differences)
        {
            return ClusterResult<IReadOnlyList<ObjectChange>>.Failed([.. differences.Select(d => new ClusterProblem(ClusterProblemKind.Invalid, $"not as the approved plan says: {d}", ""))]);
        }

        ManifestObject[] birth = [.. request.Objects.Where(o => o.Kind == "Namespace" && o.Name == request.Namespace)];
        return birth.Length > 0
            ? await objects.ApplyAsync(birth, _ => { }, cancellationToken).ConfigureAwait(false)
            : ClusterResult<IReadOnlyList<ObjectChange>>.Failed(new ClusterProblem(
                ClusterProblemKind.Invalid,
                $"The namespace {request.Namespace} does not exist and is not among the manifests.",
                $"Add a Namespace object to the overlay, or: kubectl create namespace {request.Namespace}"));
    }
}
