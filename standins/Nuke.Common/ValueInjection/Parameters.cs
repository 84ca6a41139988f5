using System.Reflection;

namespace Nuke.Common.ValueInjection;

/// <summary>The parameters of a build class and its components.</summary>
internal static class Parameters
{
    /// <summary>What <see cref="NukeBuild"/> declares.</summary>
    public static IEnumerable<Parameter> OfEveryBuild => Declared(InjectedMember.OfType(typeof(NukeBuild)));

    /// <summary>Each name once; the build class's own comes first.</summary>
    public static IEnumerable<Parameter> Of(Type buildType) => Declared(InjectedMember.OfClass(buildType).Concat(InjectedMember.OfComponents(buildType)));

    private static IEnumerable<Parameter> Declared(IEnumerable<MemberInfo> members) => members
        .Select(x => (Member: x, Attribute: x.GetCustomAttribute<ParameterAttribute>()))
        .Where(x => x.Attribute != null)
        .Select(x => new Parameter(x.Member, x.Attribute, ParameterNames.Of(x.Member, x.Attribute)))
        .DistinctBy(x => ParameterNames.Normalize(x.Name));

    /// <summary>Gives the fields and properties of the class their values. Components ask for theirs themselves.</summary>
    public static void Inject(NukeBuild build)
    {
        var injected = InjectedMember.OfClass(build.GetType())
            .Select(x => (Member: x, Attribute: x.GetCustomAttribute<ValueInjectionAttributeBase>()))
            .Where(x => x.Attribute != null)
            .OrderByDescending(x => x.Attribute.Priority);
        foreach (var (member, attribute) in injected)
        {
            attribute.Build = build;
            if (Try(() => attribute.TryGetValue(member, build), out var value) && value != null)
            {
                InjectedMember.SetValue(member, build, value);
            }
        }
    }

    /// <summary>What is wrong with the given values, all of it.</summary>
    public static IEnumerable<string> Check(Type buildType)
    {
        foreach (var parameter in Of(buildType))
        {
            if (!Try(() => parameter.Attribute.GetValue(parameter.Member, instance: null), out var failure))
            {
                yield return (string)failure;
            }
        }
    }

    /// <summary>The value, or with false the message; <see cref="Check"/> reports what injection meets.</summary>
    private static bool Try(Func<object> get, out object result)
    {
        try
        {
            result = get();
            return true;
        }
        catch (BuildFailure failure)
        {
            result = failure.Message;
            return false;
        }
    }

    internal sealed record Parameter(MemberInfo Member, ParameterAttribute Attribute, string Name);
}
