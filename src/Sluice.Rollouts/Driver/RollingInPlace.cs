using Sluice.Manifests;
using Sluice.Manifests.Stacks;
using Sluice.Rollouts.Deploy;

namespace Sluice.Rollouts.Driver;

/// <summary>What changes at a service that is updated in place without a new revision: no pod is replaced.</summary>
internal static class RollingInPlace
{
    /// <summary>Null when everything is as it was rendered.</summary>
    public static async Task<ClusterProblem?> ApplyAsync(RolloutPorts ports, IReadOnlyList<ServiceStack> stacks, Action<ObjectChange> applied, CancellationToken cancellationToken)
    {
        ManifestObject[] objects = [.. stacks.SelectMany(stack => stack.Objects).OrderBy(item => ApplyOrder.Rank(item.Kind))];
        return objects.Length > 0 && (await ports.Deploy.Objects.ApplyAsync(objects, applied, cancellationToken).ConfigureAwait(false)).Problems is [var refusal, ..] ? refusal : null;
    }
}
