namespace Sluice.Sandbox.Controllers.Deployments;

/// <summary>
/// The steps of a rolling update: never more than replicas + maxSurge pods are asked for, and no step itself takes the
/// available ones below replicas − maxUnavailable.
/// </summary>
internal static class RollingUpdate
{
    /// <param name="bounds">The deployment's.</param>
    /// <param name="current">The ReplicaSet of the present template.</param>
    /// <param name="old">All others, oldest first.</param>
    public static IReadOnlyList<ScaleTo> Step(RolloutBounds bounds, ReplicaSetFacts current, IReadOnlyList<ReplicaSetFacts> old)
    {
        int wanted = Grown(bounds, current.Desired, current.Desired + old.Sum(r => r.Desired));
        return wanted != current.Desired ? [new ScaleTo(current.Name, wanted)] : Shrink(bounds, current, old);
    }

    /// <summary>How many replicas the current ReplicaSet gets while <paramref name="total"/> are asked for in all.</summary>
    public static int Grown(RolloutBounds bounds, int current, int total)
    {
        if (current >= bounds.Replicas)
        {
            return bounds.Replicas;
        }

        return current + Math.Clamp(bounds.MaxTotal - total, 0, bounds.Replicas - current);
    }

    private static List<ScaleTo> Shrink(RolloutBounds bounds, ReplicaSetFacts current, IReadOnlyList<ReplicaSetFacts> old)
    {
        int total = current.Desired + old.Sum(r => r.Desired);
        int room = total - bounds.MinAvailable - (current.Desired - current.Serving);
        var left = old.ToDictionary(r => r.Name, r => r.Desired);
        if (room <= 0)
        {
            return [];
        }

        // Old pods that do not serve go first: that costs nothing.
        foreach (var set in old)
        {
            int gone = Math.Min(room, set.Desired - set.Serving);
            left[set.Name] -= gone;
            room -= gone;
        }

        int spare = Math.Min(room, current.Serving + old.Sum(r => r.Serving) - bounds.MinAvailable);
        foreach (var set in old)
        {
            int gone = Math.Clamp(spare, 0, left[set.Name]);
            left[set.Name] -= gone;
            spare -= gone;
        }

        return old.Where(r => left[r.Name] != r.Desired).Select(r => new ScaleTo(r.Name, left[r.Name])).ToList();
    }
}
