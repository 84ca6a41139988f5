using System.Linq.Expressions;
using System.Reflection;
using Nuke.Common.Execution;

namespace Nuke.Common.Targets;

/// <summary>
/// Collects what a target says. References to other targets stay delegates here: the other target may not have been
/// looked at yet. <see cref="TargetGraph"/> resolves them when all are known.
/// </summary>
internal sealed class TargetDefinition(ExecutableTarget target, NukeBuild build) : ITargetDefinition
{
    private Type _layer;

    public ExecutableTarget Target { get; } = target;

    public List<TargetReference> References { get; } = new();

    public ITargetDefinition Description(string description) => With(() => Target.Description = description);

    public ITargetDefinition Executes(params Action[] actions) => With(() => Target.Actions.AddRange(actions));

    public ITargetDefinition Executes<T>(Func<T> action) => Executes(() => { action(); });

    public ITargetDefinition Executes(Func<Task> action) => Executes(() => action().GetAwaiter().GetResult());

    public ITargetDefinition DependsOn(params Target[] targets) => Refer(ReferenceKind.DependsOn, targets);

    public ITargetDefinition DependsOn<T>(params Func<T, Target>[] targets) => Refer(ReferenceKind.DependsOn, targets, required: true);

    public ITargetDefinition TryDependsOn<T>(params Func<T, Target>[] targets) => Refer(ReferenceKind.DependsOn, targets, required: false);

    public ITargetDefinition DependentFor(params Target[] targets) => Refer(ReferenceKind.DependentFor, targets);

    public ITargetDefinition DependentFor<T>(params Func<T, Target>[] targets) => Refer(ReferenceKind.DependentFor, targets, required: true);

    public ITargetDefinition TryDependentFor<T>(params Func<T, Target>[] targets) => Refer(ReferenceKind.DependentFor, targets, required: false);

    public ITargetDefinition OnlyWhenDynamic(Func<bool> condition, string conditionExpression = null) =>
        With(() => Target.DynamicConditions.Add((ConditionText(conditionExpression), condition)));

    public ITargetDefinition OnlyWhenStatic(Func<bool> condition, string conditionExpression = null) =>
        With(() => Target.StaticConditions.Add((ConditionText(conditionExpression), condition)));

    public ITargetDefinition Requires<T>(Expression<Func<T>> parameterRequirement, params Expression<Func<T>>[] parameterRequirements)
        where T : class => Require(parameterRequirement, parameterRequirements);

    public ITargetDefinition Requires<T>(Expression<Func<T?>> parameterRequirement, params Expression<Func<T?>>[] parameterRequirements)
        where T : struct => Require(parameterRequirement, parameterRequirements);

    public ITargetDefinition Requires(Expression<Func<bool>> requirement, params Expression<Func<bool>>[] requirements) =>
        Require(requirement, requirements);

    public ITargetDefinition WhenSkipped(DependencyBehavior dependencyBehavior) => With(() => Target.DependencyBehavior = dependencyBehavior);

    public ITargetDefinition Before(params Target[] targets) => Refer(ReferenceKind.Before, targets);

    public ITargetDefinition Before<T>(params Func<T, Target>[] targets) => Refer(ReferenceKind.Before, targets, required: true);

    public ITargetDefinition TryBefore<T>(params Func<T, Target>[] targets) => Refer(ReferenceKind.Before, targets, required: false);

    public ITargetDefinition After(params Target[] targets) => Refer(ReferenceKind.After, targets);

    public ITargetDefinition After<T>(params Func<T, Target>[] targets) => Refer(ReferenceKind.After, targets, required: true);

    public ITargetDefinition TryAfter<T>(params Func<T, Target>[] targets) => Refer(ReferenceKind.After, targets, required: false);

    public ITargetDefinition Triggers(params Target[] targets) => Refer(ReferenceKind.Triggers, targets);

    public ITargetDefinition Triggers<T>(params Func<T, Target>[] targets) => Refer(ReferenceKind.Triggers, targets, required: true);

    public ITargetDefinition TryTriggers<T>(params Func<T, Target>[] targets) => Refer(ReferenceKind.Triggers, targets, required: false);

    public ITargetDefinition TriggeredBy(params Target[] targets) => Refer(ReferenceKind.TriggeredBy, targets);

    public ITargetDefinition TriggeredBy<T>(params Func<T, Target>[] targets) => Refer(ReferenceKind.TriggeredBy, targets, required: true);

    public ITargetDefinition TryTriggeredBy<T>(params Func<T, Target>[] targets) => Refer(ReferenceKind.TriggeredBy, targets, required: false);

    public ITargetDefinition AssuredAfterFailure() => With(() => Target.AssuredAfterFailure = true);

    public ITargetDefinition ProceedAfterFailure() => With(() => Target.ProceedAfterFailure = true);

    public ITargetDefinition Unlisted() => With(() => Target.Listed = false);

    public ITargetDefinition Base()
    {
        var overridden = OverriddenMember.Find(Target.Name, _layer ?? OverriddenMember.DefiningType(Target.Factory), build.GetType());
        Assert.True(overridden != null, $"Target '{Target.Name}' calls Base(), but no base class or component defines a target of this name");
        var outer = _layer;
        _layer = overridden.DeclaringType;
        OverriddenMember.Read(overridden, build)(this);
        _layer = outer;
        return this;
    }

    public ITargetDefinition Inherit(params Target[] targets) => With(() => Array.ForEach(targets, x => x(this)));

    public ITargetDefinition Inherit<T>(params Expression<Func<T, Target>>[] targets)
    {
        foreach (var expression in targets)
        {
            OverriddenMember.Read((PropertyInfo)((MemberExpression)expression.Body).Member, build)(this);
        }

        return this;
    }

    public ITargetDefinition Produces(params string[] artifacts) => With(() => Target.ArtifactProducts.AddRange(artifacts));

    private static string ConditionText(string expression) =>
        expression != null && expression.StartsWith("() =>", StringComparison.Ordinal) ? expression[5..].Trim() : expression;

    private TargetDefinition Require(LambdaExpression first, IEnumerable<LambdaExpression> others) =>
        With(() => Target.DelegateRequirements.AddRange([first, .. others]));

    private TargetDefinition Refer(ReferenceKind kind, IEnumerable<Target> targets) =>
        With(() => References.AddRange(targets.Select(x => new TargetReference(kind, x))));

    private TargetDefinition Refer<T>(ReferenceKind kind, IEnumerable<Func<T, Target>> targets, bool required)
    {
        if (build is T component)
        {
            return Refer(kind, targets.Select(x => x(component)));
        }

        Assert.False(required, $"Target '{Target.Name}' refers to a target of {typeof(T).Name}, which {build.GetType().Name} does not implement. "
            + $"Add {typeof(T).Name} to the class, or use Try{kind}<{typeof(T).Name}>(…)");
        return this;
    }

    private TargetDefinition With(Action change)
    {
        change();
        return this;
    }
}
