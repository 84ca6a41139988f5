using System.Linq.Expressions;
using System.Reflection;
using Nuke.Common.ValueInjection;

namespace Nuke.Common.Execution;

/// <summary>What must hold before the first target runs.</summary>
internal static class Requirements
{
    /// <summary>Ends the build with all problems in one message, if there are any.</summary>
    public static void FailOn(IEnumerable<string> problems)
    {
        var all = problems.Distinct().ToList();
        Assert.True(all.Count == 0, string.Join(Environment.NewLine, all));
    }

    public static IEnumerable<string> Unmet(NukeBuild build)
    {
        var scheduled = build.ScheduledTargets;
        return RequiredMembers(build, scheduled).Concat(scheduled.SelectMany(x => x.DelegateRequirements.Select(y => Unmet(x, y, build)).Where(y => y != null)));
    }

    private static IEnumerable<string> RequiredMembers(NukeBuild build, IReadOnlyCollection<ExecutableTarget> scheduled) => Parameters.Of(build.GetType())
        .Where(x => x.Member.GetCustomAttribute<RequiredAttribute>() != null)
        .Where(x => !x.Member.DeclaringType.IsInterface || scheduled.Any(y => Components(y, build).Any(x.Member.DeclaringType.IsAssignableFrom)))
        .Where(x => IsMissing(InjectedMember.GetValue(x.Member, build)))
        .Select(x => Missing("The build", x.Name));

    /// <summary>The components that declare the target, also where the build class overrides it.</summary>
    private static IEnumerable<Type> Components(ExecutableTarget target, NukeBuild build) =>
        build.GetType().GetInterfaces().Where(x => x.GetProperty(target.Name)?.PropertyType == typeof(Target));

    private static string Unmet(ExecutableTarget target, LambdaExpression requirement, NukeBuild build)
    {
        var member = InjectedMember.InExpression(requirement);
        var value = member is PropertyInfo or FieldInfo && member.DeclaringType.IsInstanceOfType(build)
            ? InjectedMember.GetValue(member, build)
            : requirement.Compile(preferInterpretation: true).DynamicInvoke();
        if (value is bool holds)
        {
            return holds ? null : $"Target '{target.Name}' requires '{requirement.Body}', which does not hold";
        }

        return IsMissing(value) ? Missing($"Target '{target.Name}'", NameOf(member, requirement)) : null;
    }

    private static bool IsMissing(object value) => value is null or "";

    private static string NameOf(MemberInfo member, LambdaExpression requirement) =>
        member?.GetCustomAttribute<ParameterAttribute>() is { } attribute ? ParameterNames.Of(member, attribute) : member?.Name ?? requirement.Body.ToString();

    private static string Missing(string who, string name) =>
        $"{who} requires a value for --{ParameterNames.Dashed(name)}: add it to the command, or set the environment variable NUKE_{ParameterNames.Dashed(name).Replace('-', '_').ToUpperInvariant()}";
}
