using System.Reflection;
using Nuke.Common.Execution;

namespace Nuke.Common.Targets;

/// <summary>Finds the targets of a build class and its components and ties them together.</summary>
internal static class TargetGraph
{
    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    public static IReadOnlyList<ExecutableTarget> Create(NukeBuild build, IReadOnlyCollection<Target> defaults)
    {
        var definitions = Properties(build.GetType())
            .Select(x => new TargetDefinition(new ExecutableTarget { Name = OverriddenMember.SimpleName(x), Member = x, Factory = Read(x, build) }, build))
            .ToList();
        foreach (var definition in definitions)
        {
            ((Target)definition.Target.Factory)(definition);
            definition.Target.IsDefault = defaults.Contains((Target)definition.Target.Factory);
        }

        var byFactory = new Dictionary<Target, ExecutableTarget>();
        foreach (var target in definitions.Select(x => x.Target))
        {
            byFactory.TryAdd((Target)target.Factory, target);
        }

        foreach (var definition in definitions)
        {
            foreach (var reference in definition.References)
            {
                Tie(definition.Target, reference.Kind, Find(reference.Other, reference.Kind.ToString()));
            }

            foreach (var (maker, artifacts) in definition.Consumed)
            {
                var made = Find(maker, nameof(ITargetDefinition.Consumes));
                definition.Target.ArtifactDependencies.AddRange(made, artifacts.Length > 0 ? artifacts : made.ArtifactProducts);
            }

            ExecutableTarget Find(Target other, string verb)
            {
                Assert.True(other != null && byFactory.ContainsKey(other),
                    $"Target '{definition.Target.Name}' names something in {verb}(…) that is no target property of {build.GetType().Name}");
                Assert.True(byFactory[other] != definition.Target, $"Target '{definition.Target.Name}' names itself in {verb}(…)");
                return byFactory[other];
            }
        }

        return definitions.Select(x => x.Target).ToList();
    }

    public static IEnumerable<string> Names(Type buildType) => Properties(buildType).Select(OverriddenMember.SimpleName).Order(StringComparer.Ordinal);

    private static Target Read(PropertyInfo property, NukeBuild build)
    {
        var target = (Target)property.GetValue(build);
        Assert.True(target != null, $"Target '{OverriddenMember.SimpleName(property)}' of {property.DeclaringType.Name} is null");
        return target;
    }

    /// <summary>Own class first, base classes, then components; the first of a name is the one that counts.</summary>
    private static List<PropertyInfo> Properties(Type buildType)
    {
        var chosen = new Dictionary<string, PropertyInfo>(StringComparer.Ordinal);
        for (var type = buildType; type != typeof(NukeBuild) && type != null; type = type.BaseType)
        {
            foreach (var property in Targets(type))
            {
                chosen.TryAdd(OverriddenMember.SimpleName(property), property);
            }
        }

        var components = buildType.GetInterfaces().Where(x => x != typeof(INukeBuild) && typeof(INukeBuild).IsAssignableFrom(x)).SelectMany(Targets)
            .Where(x => !IsHidden(x, buildType)).ToList();
        RefuseAmbiguous(chosen, components, buildType);
        foreach (var property in components.OrderBy(x => x.Name.Contains('.', StringComparison.Ordinal) ? 0 : 1))
        {
            chosen.TryAdd(OverriddenMember.SimpleName(property), property);
        }

        return [.. chosen.Values];
    }

    /// <summary>A public member of the class that is no target, the engine's own among them, hides a component's target of its name.</summary>
    private static bool IsHidden(PropertyInfo component, Type buildType) =>
        buildType.GetMember(component.Name) is { Length: > 0 } members && !members.Any(x => x is PropertyInfo property && OverriddenMember.IsTarget(property));

    private static IEnumerable<PropertyInfo> Targets(Type type) => type.GetProperties(Declared).Where(OverriddenMember.IsTarget);

    /// <summary>Two targets of one name: it must be said which one is meant.</summary>
    private static void RefuseAmbiguous(Dictionary<string, PropertyInfo> own, List<PropertyInfo> components, Type buildType)
    {
        foreach (var group in components.GroupBy(OverriddenMember.SimpleName))
        {
            var declaring = group.Where(x => !x.Name.Contains('.', StringComparison.Ordinal)).Select(x => x.DeclaringType.Name).ToList();
            if (own.TryGetValue(group.Key, out var property))
            {
                Assert.True(property.GetMethod.IsPublic || property.Name.Contains('.', StringComparison.Ordinal),
                    $"Target '{group.Key}' of {property.DeclaringType.Name} must be public: otherwise it does not override the one of {string.Join(", ", declaring)}");
            }
            else
            {
                Assert.True(declaring.Count < 2, $"Target '{group.Key}' comes from {string.Join(" and ", declaring)}: implement it in {buildType.Name} to say which one is meant");
            }
        }
    }

    private static void Tie(ExecutableTarget self, ReferenceKind kind, ExecutableTarget other)
    {
        switch (kind)
        {
            case ReferenceKind.DependsOn:
                self.ExecutionDependencies.Add(other);
                break;
            case ReferenceKind.DependentFor:
                other.ExecutionDependencies.Add(self);
                break;
            case ReferenceKind.After:
                self.OrderDependencies.Add(other);
                break;
            case ReferenceKind.Before:
                other.OrderDependencies.Add(self);
                break;
            case ReferenceKind.Triggers:
                self.Triggers.Add(other);
                other.TriggerDependencies.Add(self);
                break;
            case ReferenceKind.TriggeredBy:
                other.Triggers.Add(self);
                self.TriggerDependencies.Add(other);
                break;
        }
    }
}
