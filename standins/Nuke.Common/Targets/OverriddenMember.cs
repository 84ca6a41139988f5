using System.Reflection;
using System.Runtime.CompilerServices;

namespace Nuke.Common.Targets;

/// <summary>Finds and reads the definition below an override: a base class's, or the component's own.</summary>
internal static class OverriddenMember
{
    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>The definition under the one that the class or component <paramref name="from"/> has, or null.</summary>
    public static PropertyInfo Find(string name, Type from, Type buildType)
    {
        if (!from.IsInterface)
        {
            for (var type = from.BaseType; type != null; type = type.BaseType)
            {
                if (type.GetProperty(name, Declared) is { } property && IsTarget(property))
                {
                    return property;
                }
            }
        }

        return (from.IsInterface ? from : buildType).GetInterfaces()
            .SelectMany(x => x.GetProperties(Declared))
            .FirstOrDefault(x => IsTarget(x) && SimpleName(x) == name && !x.GetMethod.IsAbstract);
    }

    /// <summary>The class or component whose lambda this is; the compiler may have put it into a class within.</summary>
    public static Type DefiningType(Delegate definition)
    {
        var type = definition.Method.DeclaringType;
        while (type.IsNested && type.IsDefined(typeof(CompilerGeneratedAttribute)))
        {
            type = type.DeclaringType;
        }

        return type;
    }

    /// <summary>Calls exactly this getter: not the one that overrides it.</summary>
    public static Target Read(PropertyInfo property, NukeBuild build)
    {
        var getter = property.GetMethod;
        var pointer = getter.MethodHandle.GetFunctionPointer();
        var direct = (Func<Target>)Activator.CreateInstance(typeof(Func<Target>), build, pointer);
        return direct();
    }

    public static bool IsTarget(PropertyInfo property) => property.PropertyType == typeof(Target) && property.GetMethod != null;

    /// <summary>An explicit implementation is named after its interface; the last part is the target's name.</summary>
    public static string SimpleName(MemberInfo member) => member.Name[(member.Name.LastIndexOf('.') + 1)..];
}
