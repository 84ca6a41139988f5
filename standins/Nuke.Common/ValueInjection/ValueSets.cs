using System.Reflection;
using Nuke.Common.Tooling;

namespace Nuke.Common.ValueInjection;

/// <summary>The values that a parameter may have, where that is a closed list.</summary>
internal static class ValueSets
{
    /// <summary>What the attribute knows, else what the type knows; null where any value may be given.</summary>
    public static IEnumerable<string> Of(MemberInfo member, ParameterAttribute attribute, object build)
    {
        var type = InjectedMember.Of(member);
        return attribute.GetValueSet(member, build)?.Select(x => x.Item1)
            ?? Provided(member, attribute, build)
            ?? Of(ValueConversion.ElementType(type) ?? type);
    }

    public static IEnumerable<string> Of(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type.IsEnum ? Enum.GetNames(type)
            : type.IsSubclassOf(typeof(Enumeration)) ? type.GetFields(BindingFlags.Public | BindingFlags.Static).Where(x => x.FieldType == type).Select(x => x.Name).Order(StringComparer.Ordinal)
            : null;
    }

    private static IEnumerable<string> Provided(MemberInfo member, ParameterAttribute attribute, object build)
    {
        if (attribute.ValueProviderMember is null)
        {
            return null;
        }

        var type = attribute.ValueProviderType ?? build.GetType();
        var provider = InjectedMember.OfType(type).FirstOrDefault(x => x.Name == attribute.ValueProviderMember);
        Assert.True(provider != null && InjectedMember.Of(provider) == typeof(IEnumerable<string>),
            $"Parameter {member.Name} takes its values from {type.Name}.{attribute.ValueProviderMember}, which is no field or property of type IEnumerable<string>");
        return (IEnumerable<string>)InjectedMember.GetValue(provider, build);
    }
}
