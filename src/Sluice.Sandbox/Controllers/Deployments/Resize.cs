namespace Sluice.Sandbox.Controllers.Deployments;

/// <summary>
/// What becomes of the ReplicaSets when the deployment's replicas change in the middle of a rollout: each grows or shrinks
/// by its share, so that no version is favoured.
/// </summary>
internal static class Resize
{
    /// <param name="bounds">The deployment's, after the change.</param>
    /// <param name="current">The ReplicaSet of the present template, if it exists.</param>
    /// <param name="old">All others, oldest first.</param>
    public static IReadOnlyList<ScaleTo> Step(RolloutBounds bounds, ReplicaSetFacts? current, IReadOnlyList<ReplicaSetFacts> old)
    {
        var active = (current is null ? old : [.. old, current]).Where(r => r.Desired > 0).ToList();
        if (active.Count <= 1)
        {
            return (active.Find(_ => true) ?? current ?? (old.Count > 0 ? old[^1] : null)) is { } only && only.Desired != bounds.Replicas
                ? [new ScaleTo(only.Name, bounds.Replicas)]
                : [];
        }

        if (current is { } && current.Desired == bounds.Replicas && current.Serving == bounds.Replicas)
        {
            return old.Where(r => r.Desired > 0).Select(r => new ScaleTo(r.Name, 0)).ToList();
        }

        return Proportional(bounds.MaxTotal, active);
    }

    private static List<ScaleTo> Proportional(int allowed, List<ReplicaSetFacts> active)
    {
        int toAdd = allowed - active.Sum(r => r.Desired);
        var bySize = active.OrderByDescending(r => r.Desired).ToList();
        var next = new Dictionary<string, int>();
        int rest = toAdd;
        foreach (var set in bySize)
        {
            int noted = set.MaxNoted > 0 ? set.MaxNoted : active.Sum(r => r.Desired);
            int share = (int)Math.Round((double)set.Desired * allowed / noted, MidpointRounding.AwayFromZero) - set.Desired;
            share = toAdd > 0 ? Math.Clamp(share, 0, rest) : Math.Clamp(share, Math.Max(rest, -set.Desired), 0);
            next[set.Name] = set.Desired + share;
            rest -= share;
        }

        // What rounding left over goes to the largest that can take it.
        foreach (var set in bySize)
        {
            int taken = Math.Max(rest, -next[set.Name]);
            next[set.Name] += taken;
            rest -= taken;
        }

        return bySize.Where(r => next[r.Name] != r.Desired).Select(r => new ScaleTo(r.Name, next[r.Name])).ToList();
    }
}
