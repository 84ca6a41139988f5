namespace Nuke.Common.Execution;

/// <summary>Decides which targets are left out.</summary>
internal static class Skipping
{
    /// <summary>What is known before the first target.</summary>
    public static void Mark(NukeBuild build)
    {
        var plan = build.ExecutionPlan;
        if (build.Options.Skip is { } names)
        {
            var named = ExecutionPlanner.Find(build.ExecutableTargets, names);
            foreach (var target in plan.Where(x => !x.Invoked && (names.Count == 0 || named.Contains(x))))
            {
                Skip(target, "via parameter", plan);
            }
        }

        foreach (var target in plan.Where(x => x.Status == ExecutionStatus.Scheduled))
        {
            MayRun(target, target.StaticConditions, plan);
        }
    }

    /// <summary>Asks the conditions; if some do not hold, the target is skipped, and what only it would have needed.</summary>
    public static bool MayRun(ExecutableTarget target, IEnumerable<(string Text, Func<bool> Holds)> conditions, IReadOnlyCollection<ExecutableTarget> plan)
    {
        var unmet = conditions.Where(x => !x.Holds()).Select(x => x.Text).ToList();
        if (unmet.Count == 0)
        {
            return true;
        }

        target.OnlyWhen = string.Join(" && ", unmet);
        Skip(target, reason: null, plan);
        return false;
    }

    private static void Skip(ExecutableTarget target, string reason, IReadOnlyCollection<ExecutableTarget> plan)
    {
        if (target.Status != ExecutionStatus.Scheduled)
        {
            return;
        }

        target.Status = ExecutionStatus.Skipped;
        target.Skipped ??= reason;
        if (target.DependencyBehavior == DependencyBehavior.Execute)
        {
            return;
        }

        foreach (var other in target.ExecutionDependencies.Concat(target.Triggers).Where(x => !x.Invoked && !IsNeeded(x, plan)))
        {
            Skip(other, $"because of {target.Name}", plan);
        }
    }

    private static bool IsNeeded(ExecutableTarget target, IEnumerable<ExecutableTarget> plan) => plan.Any(x =>
        x.Status == ExecutionStatus.Scheduled && (x.ExecutionDependencies.Contains(target) || x.Triggers.Contains(target)));
}
