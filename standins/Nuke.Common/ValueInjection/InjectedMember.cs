using System.Linq.Expressions;
using System.Reflection;

namespace Nuke.Common.ValueInjection;

/// <summary>Fields and properties alike.</summary>
internal static class InjectedMember
{
    private const BindingFlags Declared =
        BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    public static Type Of(MemberInfo member) => member is PropertyInfo property ? property.PropertyType : ((FieldInfo)member).FieldType;

    /// <summary>Fields and properties of the build class and its bases.</summary>
    public static IEnumerable<MemberInfo> OfClass(Type buildType)
    {
        for (var type = buildType; type != typeof(NukeBuild) && type != null; type = type.BaseType)
        {
            foreach (var member in OfType(type))
            {
                yield return member;
            }
        }
    }

    public static IEnumerable<MemberInfo> OfType(Type type) => type.GetMembers(Declared).Where(x => x is PropertyInfo or FieldInfo);

    /// <summary>Properties of the build's components.</summary>
    public static IEnumerable<MemberInfo> OfComponents(Type buildType) => buildType.GetInterfaces()
        .Where(x => x != typeof(INukeBuild) && typeof(INukeBuild).IsAssignableFrom(x))
        .SelectMany(x => x.GetProperties(Declared));

    public static MemberInfo InExpression(LambdaExpression expression) => expression.Body switch
    {
        MemberExpression member => member.Member,
        UnaryExpression { NodeType: ExpressionType.Convert, Operand: MemberExpression member } => member.Member,
        _ => null,
    };

    /// <summary>Also reaches a property that has no setter.</summary>
    public static void SetValue(MemberInfo member, object instance, object value)
    {
        if (member is PropertyInfo { SetMethod: null } property)
        {
            var field = property.DeclaringType.GetField($"<{property.Name}>k__BackingField", Declared);
            Assert.True(field != null, $"Parameter property {property.Name} of {property.DeclaringType.Name} needs a setter, or '{{ get; }}' alone");
            field.SetValue(instance, value);
        }
        else if (member is PropertyInfo settable)
        {
            settable.SetValue(instance, value);
        }
        else
        {
            ((FieldInfo)member).SetValue(instance, value);
        }
    }

    public static object GetValue(MemberInfo member, object instance) =>
        member is PropertyInfo property ? property.GetValue(instance) : ((FieldInfo)member).GetValue(instance);
}
