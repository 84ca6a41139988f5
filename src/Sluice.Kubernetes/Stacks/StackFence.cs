using System.Globalization;
using System.Text.Json.Nodes;
using Sluice.Kubernetes.Readiness;
using Sluice.Kubernetes.Traffic;
using Sluice.Rollouts;

namespace Sluice.Kubernetes.Stacks;

/// <summary>
/// Keeps a run that lost its lock without knowing it from sizing or deleting what its successor has touched: every write leaves
/// the number of the lock that it was made under, and none goes over a higher one.
/// </summary>
/// <param name="number">The fencing number of the lock that is held.</param>
internal sealed class StackFence(Func<long> number)
{
    /// <summary>A problem when the object was written under a later lock.</summary>
    public ClusterProblem? Loss(JsonObject live, string subject) =>
        long.TryParse(StackNotes.Of(live, TrafficMarks.Fence), NumberStyles.None, CultureInfo.InvariantCulture, out long there) && there > number()
            ? new ClusterProblem(ClusterProblemKind.LockLost, $"{subject} was written under a later lock ({there}) than this run's ({number()}), so this run changes nothing there.", "")
            : null;

    /// <summary>Adds the number to a patch.</summary>
    public void Mark(JsonObject patch)
    {
        var metadata = (JsonObject)(patch["metadata"] ??= new JsonObject());
        (metadata["annotations"] ??= new JsonObject())[TrafficMarks.Fence] = number().ToString(CultureInfo.InvariantCulture);
    }
}
