using System.Reflection;
using Nuke.Common;
using Sluice.Nuke.Help;

namespace Sluice.Nuke.Arguments;

/// <summary>
/// The targets and parameters of a build class, read by reflection over the members that the engine reads too, so that
/// it holds for the published package and the stand-in alike.
/// </summary>
public sealed class BuildSurface
{
    private const BindingFlags Every = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private BuildSurface(IReadOnlyList<BuildOption> options, IReadOnlyList<BuildTarget> targets)
    {
        Options = options;
        Targets = targets;
    }

    /// <summary>By name; own ones and the engine's.</summary>
    public IReadOnlyList<BuildOption> Options { get; }

    /// <summary>By name.</summary>
    public IReadOnlyList<BuildTarget> Targets { get; }

    /// <summary>Reads a build class.</summary>
    public static BuildSurface Of(Type build)
    {
        var members = Types(build).SelectMany(type => type.GetMembers(Every).Where(member => member is PropertyInfo or FieldInfo)).ToList();
        var options = members.Select(OptionOf).OfType<BuildOption>()
            .Concat(Undeclared)
            .DistinctBy(option => OptionNames.Normalize(option.Name))
            .OrderBy(option => option.Name, StringComparer.Ordinal)
            .ToList();
        var targets = members.OfType<PropertyInfo>()
            .Where(property => property.PropertyType == typeof(Target))
            .GroupBy(property => Plain(property.Name))
            .Select(group => TargetOf(group.Key, [.. group], options))
            .OrderBy(target => target.Name, StringComparer.Ordinal)
            .ToList();
        return new BuildSurface(options, targets);
    }

    /// <summary>By any spelling.</summary>
    public BuildOption? FindOption(string name) => Options.FirstOrDefault(option => OptionNames.AreSame(option.Name, name));

    /// <summary>By name, whatever its case and dashes.</summary>
    public BuildTarget? FindTarget(string name) => Targets.FirstOrDefault(target => OptionNames.AreSame(target.Name, name));

    /// <summary>What the published engine takes without declaring it as a parameter.</summary>
    private static IEnumerable<BuildOption> Undeclared =>
    [
        new("GenerateConfiguration", ValueShape.Of(typeof(string)), null, typeof(NukeBuild)) { IsEngines = true, IsListed = false },
        new("Strict", ValueShape.Of(typeof(bool)), null, typeof(NukeBuild)) { IsEngines = true, IsListed = false },
    ];

    /// <summary>The class, its bases and its components, the nearest first.</summary>
    private static IEnumerable<Type> Types(Type build)
    {
        for (var type = build; type is not null && type != typeof(object); type = type.BaseType)
        {
            yield return type;
        }

        foreach (var component in build.GetInterfaces())
        {
            yield return component;
        }
    }

    private static BuildOption? OptionOf(MemberInfo member)
    {
        if (member.GetCustomAttribute<ParameterAttribute>() is not { } attribute)
        {
            return null;
        }

        var declaredBy = member.DeclaringType!;
        var name = declaredBy.GetCustomAttribute<ParameterPrefixAttribute>()?.Prefix + (attribute.Name ?? Plain(member.Name));
        var isEngines = declaredBy == typeof(NukeBuild);
        return new BuildOption(name, ShapeOf(member, attribute, isEngines), attribute.Description, declaredBy)
        {
            IsEngines = isEngines,
            IsSecret = member.IsDefined(typeof(SecretAttribute)),
            IsListed = attribute.List,
            Member = member,
            TakesTargets = isEngines && name is "Target" or "Skip",
        };
    }

    private static ValueShape ShapeOf(MemberInfo member, ParameterAttribute attribute, bool isEngines)
    {
        var type = member is PropertyInfo property ? property.PropertyType : ((FieldInfo)member).FieldType;
        if (isEngines && type == typeof(Host))
        {
            return new ValueShape(typeof(string), IsList: false, HostNames());
        }

        // An attribute of another type than Parameter itself reads its text in its own way.
        return attribute.GetType() != typeof(ParameterAttribute) ? ValueShape.Of(typeof(string))
            : isEngines && type == typeof(IReadOnlyCollection<global::Nuke.Common.Execution.ExecutableTarget>) ? ValueShape.Of(typeof(string[]), attribute.Separator)
            : ValueShape.Of(type, attribute.Separator);
    }

    /// <summary>Every host that the engine can be told to act for.</summary>
    private static List<string> HostNames() =>
    [
        .. new[] { typeof(Host).Assembly, typeof(global::Nuke.Common.CI.GitHubActions.GitHubActions).Assembly }.Distinct()
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => type.IsSubclassOf(typeof(Host)) && !type.IsAbstract)
            .Select(type => type.Name)
            .Order(StringComparer.Ordinal),
    ];

    private static BuildTarget TargetOf(string name, List<PropertyInfo> properties, List<BuildOption> options)
    {
        // A class that overrides a component's target need not say again where it belongs.
        var described = properties.FirstOrDefault(property => property.IsDefined(typeof(TargetHelpAttribute)));
        var help = described?.GetCustomAttribute<TargetHelpAttribute>();
        var owner = (described ?? properties[^1]).DeclaringType!;
        var own = help?.Parameters is { } names
            ? options.Where(option => option.Member is { } member && names.Contains(Plain(member.Name)))
            : options.Where(option => owner.IsInterface && option.DeclaredBy == owner);
        return new BuildTarget(name, help?.Group ?? TargetGroups.Other, [.. own]);
    }

    /// <summary>An explicitly implemented member carries its interface's name in front.</summary>
    private static string Plain(string name) => name[(name.LastIndexOf('.') + 1)..];
}
