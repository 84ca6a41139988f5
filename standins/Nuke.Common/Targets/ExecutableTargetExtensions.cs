using Nuke.Common.Execution;

namespace Nuke.Common;

/// <summary>Asks a list of targets for one by its property, as in <c>ScheduledTargets.Contains(Push)</c>.</summary>
public static class ExecutableTargetExtensions
{
    public static bool Contains(this IEnumerable<ExecutableTarget> targets, Target target) =>
        targets.Any(x => x.Factory.Equals(target));
}
