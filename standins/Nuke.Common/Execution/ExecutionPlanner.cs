using Nuke.Common.Utilities;

namespace Nuke.Common.Execution;

/// <summary>Which targets run, and in what order.</summary>
internal static class ExecutionPlanner
{
    public static IReadOnlyList<ExecutableTarget> Plan(IReadOnlyList<ExecutableTarget> targets, IReadOnlyList<string> names)
    {
        // A circle is a mistake of the build, whether or not this run would meet it.
        Order(targets);
        var invoked = Find(targets, names);
        invoked.ForEach(x => x.Invoked = true);

        var plan = Order(Closure(names.Count > 0 ? invoked : targets.Where(x => x.IsDefault)));
        plan.ForEach(x => x.Status = ExecutionStatus.Scheduled);
        return plan;
    }

    /// <summary>Targets by name, whatever its case and dashes; all unknown ones are reported together.</summary>
    public static List<ExecutableTarget> Find(IReadOnlyList<ExecutableTarget> targets, IReadOnlyList<string> names)
    {
        var found = names.Select(name => (Name: name, Target: targets.FirstOrDefault(x => x.Name.Equals(name.Replace("-", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase)))).ToList();
        Requirements.FailOn(found.Where(x => x.Target is null).Select(x => Unknown(x.Name, targets)));
        return found.Select(x => x.Target).Distinct().ToList();
    }

    private static string Unknown(string name, IReadOnlyList<ExecutableTarget> targets)
    {
        var listed = targets.Where(x => x.Listed).Select(x => x.Name).ToList();
        var nearest = Nearest.To(name, listed);
        return $"Target '{name}' does not exist. "
            + (nearest is null ? $"The targets are {string.Join(", ", listed)}; --help describes them" : $"Did you mean '{nearest}'? --help lists all targets");
    }

    /// <summary>The invoked ones, what they depend on and what they trigger, in order of first mention.</summary>
    private static List<ExecutableTarget> Closure(IEnumerable<ExecutableTarget> invoked)
    {
        var members = new List<ExecutableTarget>();
        var seen = new HashSet<ExecutableTarget>();
        void Add(ExecutableTarget target)
        {
            if (seen.Add(target))
            {
                target.ExecutionDependencies.ForEach(Add);
                members.Add(target);
                target.Triggers.ForEach(Add);
            }
        }

        foreach (var target in invoked)
        {
            Add(target);
        }

        return members;
    }

    private static List<ExecutableTarget> Order(IReadOnlyList<ExecutableTarget> members)
    {
        var plan = new List<ExecutableTarget>();
        var path = new List<ExecutableTarget>();
        var isMember = members.ToHashSet();
        foreach (var member in members)
        {
            Visit(member, isMember, plan, path);
        }

        return plan;
    }

    private static void Visit(ExecutableTarget target, HashSet<ExecutableTarget> members, List<ExecutableTarget> plan, List<ExecutableTarget> path)
    {
        if (plan.Contains(target))
        {
            return;
        }

        var start = path.IndexOf(target);
        Assert.True(start < 0, start < 0 ? null
            : $"Targets wait for each other in a circle: {string.Join(" → ", path.Skip(start).Append(target).Select(x => x.Name))}. Remove one of these dependencies");
        path.Add(target);
        foreach (var dependency in target.AllDependencies.Where(members.Contains))
        {
            Visit(dependency, members, plan, path);
        }

        path.Remove(target);
        plan.Add(target);
    }
}
