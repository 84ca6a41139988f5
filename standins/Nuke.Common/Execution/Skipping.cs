namespace Nuke.Common.Execution;

/// <summary>Decides before the first target which ones are left out.</summary>
internal static class Skipping
{
    public static void Mark(NukeBuild build)
    {
        var plan = build.ExecutionPlan;
        if (build.Options.Skip is { } names)
        {
            var named = ExecutionPlanner.Find(build.ExecutableTargets, names);
            foreach (var target in plan.Where(x => names.Count == 0 ? !x.Invoked : named.Contains(x)))
            {
                Skip(target, "by --skip", plan);
            }
        }

        if (build.Continue)
        {
            foreach (var target in plan.Where(x => BuildAttempt.Succeeded(build).Contains(x.Name)))
            {
                Skip(target, "succeeded in the previous attempt", plan);
            }
        }

        foreach (var target in plan.Where(x => x.Status == ExecutionStatus.Scheduled))
        {
            if (FirstUnmet(target.StaticConditions) is { } condition)
            {
                target.OnlyWhen = condition;
                Skip(target, $"only when {condition}", plan);
            }
        }
    }

    /// <summary>The text of the first condition that does not hold, or null.</summary>
    public static string FirstUnmet(IEnumerable<(string Text, Func<bool> Holds)> conditions) =>
        conditions.Where(x => !x.Holds()).Select(x => x.Text).FirstOrDefault();

    private static void Skip(ExecutableTarget target, string reason, IReadOnlyCollection<ExecutableTarget> plan)
    {
        if (target.Status == ExecutionStatus.Skipped)
        {
            return;
        }

        target.Status = ExecutionStatus.Skipped;
        target.Skipped = reason;
        if (target.DependencyBehavior == DependencyBehavior.Execute)
        {
            return;
        }

        foreach (var dependency in target.ExecutionDependencies.Where(x => !x.Invoked && !IsNeeded(x, plan)))
        {
            Skip(dependency, $"because of {target.Name}", plan);
        }
    }

    private static bool IsNeeded(ExecutableTarget target, IEnumerable<ExecutableTarget> plan) => plan.Any(x =>
        x.Status != ExecutionStatus.Skipped && (x.ExecutionDependencies.Contains(target) || x.Triggers.Contains(target)));
}
