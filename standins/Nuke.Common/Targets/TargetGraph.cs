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
                Assert.True(reference.Other != null && byFactory.ContainsKey(reference.Other),
                    $"Target '{definition.Target.Name}' names something in {reference.Kind}(…) that is no target property of {build.GetType().Name}");
                Tie(definition.Target, reference.Kind, byFactory[reference.Other]);
            }
        }

        return definitions.Select(x => x.Target).ToList();
    }

    private static Target Read(PropertyInfo property, NukeBuild build)
    {
        var target = (Target)property.GetValue(build);
        Assert.True(target != null, $"Target '{OverriddenMember.SimpleName(property)}' of {property.DeclaringType.Name} is null");
        return target;
    }

    /// <summary>Own class first, base classes, then components; the first of a name is the one that counts.</summary>
    private static IEnumerable<PropertyInfo> Properties(Type buildType)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var type = buildType; type != typeof(NukeBuild) && type != null; type = type.BaseType)
        {
            foreach (var property in type.GetProperties(Declared))
            {
                if (OverriddenMember.IsTarget(property) && seen.Add(OverriddenMember.SimpleName(property)))
                {
                    yield return property;
                }
            }
        }

        foreach (var type in buildType.GetInterfaces().Where(x => x != typeof(INukeBuild) && typeof(INukeBuild).IsAssignableFrom(x)))
        {
            foreach (var property in type.GetProperties(Declared))
            {
                if (OverriddenMember.IsTarget(property) && seen.Add(OverriddenMember.SimpleName(property)))
                {
                    yield return property;
                }
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
