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

    /// <summary>Whose files it takes over, and which; all of them where none is named.</summary>
    public List<(Target Maker, string[] Artifacts)> Consumed { get; } = new();

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
        var properties = targets.Length > 0
            ? targets.Select(x => (PropertyInfo)((MemberExpression)x.Body).Member)
            : [OnlyTarget<T>()];
        foreach (var property in properties)
        {
            OverriddenMember.Read(property, build)(this);
        }

        return this;
    }

    public ITargetDefinition Produces(params string[] artifacts) => With(() => Target.ArtifactProducts.AddRange(artifacts));

    public ITargetDefinition Consumes(params Target[] targets) => With(() => Consumed.AddRange(targets.Select(x => (x, Array.Empty<string>()))));

    public ITargetDefinition Consumes<T>(params Func<T, Target>[] targets) => Consumes(Of(targets, nameof(Consumes)).ToArray());

    public ITargetDefinition Consumes(Target target, params string[] artifacts) => With(() => Consumed.Add((target, artifacts)));

    public ITargetDefinition Consumes<T>(Func<T, Target> target, params string[] artifacts) => Consumes(Of([target], nameof(Consumes)).Single(), artifacts);

    public ITargetDefinition Consumes<T>(params string[] artifacts) => Consumes(Of<T>([], nameof(Consumes)).Single(), artifacts);

    public ITargetDefinition Partition(int size)
    {
        Assert.True(size > 1, $"Target '{Target.Name}' is to be spread over {size} run(s): a partition has at least 2");
        return With(() => Target.PartitionSize = size);
    }

    private static string ConditionText(string expression) =>
        expression != null && expression.StartsWith("() =>", StringComparison.Ordinal) ? expression[5..].Trim() : expression;

    private TargetDefinition Require(LambdaExpression first, IEnumerable<LambdaExpression> others) =>
        With(() => Target.DelegateRequirements.AddRange([first, .. others]));

    private TargetDefinition Refer(ReferenceKind kind, IEnumerable<Target> targets) =>
        With(() => References.AddRange(targets.Select(x => new TargetReference(kind, x))));

    private TargetDefinition Refer<T>(ReferenceKind kind, IEnumerable<Func<T, Target>> targets, bool required)
    {
        var isPresent = build is T;
        return isPresent || required ? Refer(kind, Of([.. targets], kind.ToString(), $", or use Try{kind}<{typeof(T).Name}>(…)")) : this;
    }

    /// <summary>Targets of a component, the only one it has where none is named.</summary>
    private IEnumerable<Target> Of<T>(IReadOnlyCollection<Func<T, Target>> targets, string verb, string wayOut = "")
    {
        Assert.True(build is T, $"Target '{Target.Name}' refers with {verb}(…) to a target of {typeof(T).Name}, which {build.GetType().Name} does not implement. "
            + $"Add {typeof(T).Name} to the class{wayOut}");
        return targets.Count > 0 ? targets.Select(x => x((T)(object)build)) : [(Target)OnlyTarget<T>().GetValue(build)];
    }

    private PropertyInfo OnlyTarget<T>()
    {
        var properties = typeof(T).GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Where(OverriddenMember.IsTarget).ToList();
        Assert.True(properties.Count == 1, $"Target '{Target.Name}' refers to {typeof(T).Name} without naming a target, which takes a component with one target; "
            + $"{typeof(T).Name} has {(properties.Count == 0 ? "none" : string.Join(", ", properties.Select(x => x.Name)))}");
        return properties[0];
    }

    private TargetDefinition With(Action change)
    {
        change();
        return this;
    }
}
