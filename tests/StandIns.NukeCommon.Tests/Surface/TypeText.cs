using System.Reflection;
using System.Runtime.CompilerServices;

namespace StandIns.NukeCommon.Tests.Surface;

/// <summary>Writes types and parameters the way the listings do.</summary>
internal static class TypeText
{
    private static readonly Dictionary<Type, string> s_keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(sbyte)] = "sbyte",
        [typeof(char)] = "char",
        [typeof(short)] = "short",
        [typeof(ushort)] = "ushort",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(decimal)] = "decimal",
        [typeof(string)] = "string",
        [typeof(object)] = "object",
    };

    public static string Of(Type type)
    {
        if (s_keywords.TryGetValue(type, out var keyword))
        {
            return keyword;
        }

        if (type.IsByRef)
        {
            return Of(type.GetElementType()!);
        }

        if (type.IsArray)
        {
            return Of(type.GetElementType()!) + "[]";
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Of(underlying) + "?";
        }

        var prefix = type.IsNested && !type.IsGenericParameter ? Of(Definition(type.DeclaringType!)) + "." : "";
        return type.IsGenericType ? $"{prefix}{WithoutArity(type.Name)}<{string.Join(", ", type.GetGenericArguments().Select(Of))}>" : prefix + type.Name;
    }

    /// <summary>Full name with nesting dots and generic arity, as the key of a type.</summary>
    public static string Key(Type type) => type.IsNested
        ? $"{Key(type.DeclaringType!)}.{type.Name}"
        : $"{type.Namespace}.{type.Name}";

    public static string WithoutArity(string name) => name.Split('`')[0];

    public static string Of(ParameterInfo parameter, bool isExtensionTarget)
    {
        var prefix = isExtensionTarget ? "this "
            : parameter.IsOut ? "out "
            : parameter.ParameterType.IsByRef ? "ref "
            : parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params "
            : "";
        return $"{prefix}{Of(parameter.ParameterType)} {parameter.Name}{Default(parameter)}";
    }

    public static string Constraints(Type[] arguments) => string.Concat(arguments.Select(Constraint));

    private static string Constraint(Type argument)
    {
        var attributes = argument.GenericParameterAttributes;
        var isStruct = attributes.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint);
        var parts = new List<string>();
        if (attributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint))
        {
            parts.Add("class");
        }

        if (isStruct)
        {
            parts.Add("struct");
        }

        parts.AddRange(argument.GetGenericParameterConstraints().Where(x => x != typeof(ValueType)).Select(Of));
        if (!isStruct && attributes.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint))
        {
            parts.Add("new()");
        }

        return parts.Count == 0 ? "" : $" where {argument.Name} : {string.Join(", ", parts)}";
    }

    /// <summary>A default of a type parameter is listed as null, one of a struct as default.</summary>
    private static string Default(ParameterInfo parameter)
    {
        if (!parameter.HasDefaultValue)
        {
            return "";
        }

        var type = parameter.ParameterType;
        var value = parameter.DefaultValue;
        return " = " + value switch
        {
            null when type.IsValueType && Nullable.GetUnderlyingType(type) is null && !type.IsGenericParameter => "default",
            null => "null",
            string text => $"\"{text}\"",
            bool truth => truth ? "true" : "false",
            _ when type.IsEnum => $"{Of(type)}.{Enum.ToObject(type, value)}",
            _ => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture),
        };
    }

    private static Type Definition(Type type) => type.IsGenericType ? type.GetGenericTypeDefinition() : type;
}
