using System.Reflection;
using System.Runtime.CompilerServices;

namespace StandIns.NukeCommon.Tests.Surface;

/// <summary>What an assembly shows to others: public and protected, declared in it.</summary>
internal static class AssemblySurface
{
    private const BindingFlags Declared =
        BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    public static IEnumerable<Type> Types(Assembly assembly) => assembly.GetExportedTypes()
        .Where(x => !x.IsDefined(typeof(CompilerGeneratedAttribute)))
        .OrderBy(TypeText.Key, StringComparer.Ordinal);

    public static string Kind(Type type) =>
        typeof(MulticastDelegate).IsAssignableFrom(type) ? "delegate"
        : type.IsEnum ? "enum"
        : type.IsInterface ? "interface"
        : type.IsValueType ? "struct"
        : type.IsAbstract && type.IsSealed ? "static class"
        : "class";

    /// <summary>Signatures in the form of <see cref="SignatureText.Normalize"/>.</summary>
    public static IEnumerable<string> Members(Type type)
    {
        var members = Kind(type) switch
        {
            "delegate" => [Delegate(type)],
            "enum" => Enum.GetNames(type).Select(x => $"{x} = {Convert.ToInt64(Enum.Parse(type, x), System.Globalization.CultureInfo.InvariantCulture)},"),
            _ => type.GetMembers(Declared).Where(IsShown).Select(Signature).OfType<string>(),
        };
        return members.Select(SignatureText.Normalize).Order(StringComparer.Ordinal);
    }

    private static string? Signature(MemberInfo member) => member switch
    {
        ConstructorInfo constructor => $"{Access(constructor)}{TypeText.WithoutArity(member.DeclaringType!.Name)}({Parameters(constructor)})",
        MethodInfo method => Method(method),
        PropertyInfo property => Property(property),
        FieldInfo field => Field(field),
        EventInfo @event => $"event {TypeText.Of(@event.EventHandlerType!)} {@event.Name}",
        _ => null,
    };

    private static string? Method(MethodInfo method)
    {
        var isAccessor = method.IsSpecialName && !method.Name.StartsWith("op_", StringComparison.Ordinal);
        var isObjects = method.GetBaseDefinition().DeclaringType == typeof(object);
        if (isAccessor || isObjects)
        {
            return null;
        }

        var generics = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(x => x.Name))}>" : "";
        var constraints = method.IsGenericMethod && method.GetBaseDefinition() == method ? TypeText.Constraints(method.GetGenericArguments()) : "";
        return $"{Access(method)}{Static(method)}{TypeText.Of(method.ReturnType)} {method.Name}{generics}({Parameters(method)}){constraints}";
    }

    private static string Property(PropertyInfo property)
    {
        var setter = property.SetMethod is { } set && IsShown(set)
            ? set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? "init; "
            : IsProtected(set) && !IsProtected(property.GetMethod ?? set) ? "protected set; " : "set; "
            : "";
        var getter = property.GetMethod is { } get && IsShown(get) ? "get; " : "";
        var index = property.GetIndexParameters();
        var name = index.Length > 0 ? $"this[{string.Join(", ", index.Select(x => TypeText.Of(x, false)))}]" : property.Name;
        var method = (property.GetMethod ?? property.SetMethod)!;
        return $"{Access(method)}{Static(method)}{TypeText.Of(property.PropertyType)} {name} {{ {getter}{setter}}}";
    }

    private static string Field(FieldInfo field) => field.IsLiteral
        ? $"const {TypeText.Of(field.FieldType)} {field.Name} = {(field.GetRawConstantValue() is string text ? $"\"{text}\"" : field.GetRawConstantValue())}"
        : $"{(field.IsPublic ? "" : "protected ")}{(field.IsStatic ? "static " : "")}{TypeText.Of(field.FieldType)} {field.Name}";

    private static string Delegate(Type type)
    {
        var invoke = type.GetMethod("Invoke")!;
        return $"delegate {TypeText.Of(invoke.ReturnType)} {TypeText.Of(type)}({Parameters(invoke)})";
    }

    private static string Parameters(MethodBase method)
    {
        var isExtension = method.IsDefined(typeof(ExtensionAttribute));
        return string.Join(", ", method.GetParameters().Select((x, i) => TypeText.Of(x, isExtension && i == 0)));
    }

    private static string Access(MethodBase method) => IsProtected(method) ? "protected " : "";

    private static bool IsProtected(MethodBase method) => !method.IsPublic;

    private static string Static(MethodBase method) => method.IsStatic ? "static " : "";

    /// <summary>An explicit implementation is private, so it is out.</summary>
    private static bool IsShown(MemberInfo member) => member switch
    {
        MethodBase method => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly,
        PropertyInfo property => (property.GetMethod is { } get && IsShown(get)) || (property.SetMethod is { } set && IsShown(set)),
        FieldInfo field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly,
        EventInfo @event => IsShown(@event.AddMethod!),
        _ => false,
    };
}
