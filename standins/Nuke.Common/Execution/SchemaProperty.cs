using System.Reflection;
using System.Text.Json;
using Nuke.Common.Tooling;
using Nuke.Common.ValueInjection;

namespace Nuke.Common.Execution;

/// <summary>One parameter in the schema.</summary>
internal static class SchemaProperty
{
    private const string SecretText = "Secrets must be entered via 'nuke :secrets [profile]'";

    public static void Write(Utf8JsonWriter writer, Parameters.Parameter parameter, INukeBuild build)
    {
        var type = InjectedMember.Of(parameter.Member);
        var element = ValueConversion.ElementType(type);
        var isNullable = Nullable.GetUnderlyingType(type) != null;
        var reference = element == null ? ReferenceTo(type) : null;
        var isPlain = parameter.Attribute.GetType() == typeof(ParameterAttribute);
        var (name, format) = isPlain ? Simple(type) : ("string", null);
        if (reference == null)
        {
            WriteType(writer, isPlain && element != null ? "array" : name, isNullable);
        }

        if (parameter.Attribute.Description is { } description)
        {
            writer.WriteString("description", description.TrimEnd('.'));
        }

        if (parameter.Member.IsDefined(typeof(SecretAttribute)))
        {
            writer.WriteString("default", SecretText);
        }

        if (reference != null)
        {
            writer.WriteString("$ref", reference);
            return;
        }

        if (isPlain && element != null)
        {
            writer.WriteStartObject("items");
            WriteElement(writer, element);
            writer.WriteEndObject();
            return;
        }

        if (format != null)
        {
            writer.WriteString("format", format);
        }

        WriteEnum(writer, ValueSets.Of(parameter.Member, parameter.Attribute, build)?.ToList() ?? []);
    }

    /// <summary>The enum among the types of a parameter, which gets a definition of its own.</summary>
    public static Type EnumOf(MemberInfo member)
    {
        var type = InjectedMember.Of(member);
        type = ValueConversion.ElementType(type) ?? type;
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type.IsEnum ? type : null;
    }

    public static void WriteEnum(Utf8JsonWriter writer, IReadOnlyCollection<string> values)
    {
        if (values.Count == 0)
        {
            return;
        }

        writer.WriteStartArray("enum");
        foreach (var value in values)
        {
            writer.WriteStringValue(value);
        }

        writer.WriteEndArray();
    }

    private static void WriteElement(Utf8JsonWriter writer, Type element)
    {
        if (ReferenceTo(element) is { } reference)
        {
            writer.WriteString("$ref", reference);
            return;
        }

        var (name, format) = Simple(element);
        WriteType(writer, name, isNullable: false);
        if (format != null)
        {
            writer.WriteString("format", format);
        }

        WriteEnum(writer, ValueSets.Of(element)?.ToList() ?? []);
    }

    private static string ReferenceTo(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type == typeof(Host) || type == typeof(ExecutableTarget) || type.IsEnum ? $"#/definitions/{type.Name}" : null;
    }

    private static void WriteType(Utf8JsonWriter writer, string name, bool isNullable)
    {
        if (!isNullable)
        {
            writer.WriteString("type", name);
            return;
        }

        writer.WriteStartArray("type");
        foreach (var one in new[] { name, "null" }.Order(StringComparer.Ordinal))
        {
            writer.WriteStringValue(one);
        }

        writer.WriteEndArray();
    }

    private static (string Name, string Format) Simple(Type type) => Type.GetTypeCode(Nullable.GetUnderlyingType(type) ?? type) switch
    {
        TypeCode.Boolean => ("boolean", null),
        TypeCode.Int32 => ("integer", "int32"),
        TypeCode.Int64 => ("integer", "int64"),
        TypeCode.Single => ("number", "float"),
        TypeCode.Double => ("number", "double"),
        TypeCode.Decimal => ("number", "decimal"),
        _ => ("string", null),
    };
}
