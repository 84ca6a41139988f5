using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using Nuke.Common.CI;
using Nuke.Common.Tooling;
using Sluice.Model.Input;

namespace Sluice.Nuke.Arguments;

/// <summary>What may be given for a parameter.</summary>
/// <param name="Type">Of one value.</param>
/// <param name="IsList">Whether several may be given.</param>
/// <param name="Choices">The only values there are; empty where any of the type may be given.</param>
/// <param name="Separator">What parts several values in one text, beside blanks.</param>
public sealed record ValueShape(Type Type, bool IsList, IReadOnlyList<string> Choices, string? Separator = null)
{
    /// <summary>May stand without a value, which then is true.</summary>
    public bool IsFlag => !IsList && Type == typeof(bool);

    /// <summary>What stands for the value in a help text; empty for a flag.</summary>
    public string Placeholder => IsFlag ? "" : (Choices.Count is > 0 and < 5 ? string.Join('|', Choices) : $"<{Noun}>") + (IsList ? " …" : "");

    /// <summary>What is expected, for a message.</summary>
    public string Expected => Choices.Count > 0 ? $"one of {string.Join(", ", Choices)}" : Type switch
    {
        _ when Type == typeof(bool) => "true or false",
        _ when IsWhole => "a whole number",
        _ when IsNumber => "a number, written like 0.5",
        _ when Type == typeof(TimeSpan) => "a time span, written like 00:01:30",
        _ when Type == typeof(Partition) => "a part and a total, written like 2/3",
        _ => "a text",
    };

    private string Noun => Type == typeof(bool) ? "true|false" : IsNumber ? "number" : Type == typeof(TimeSpan) ? "hh:mm:ss" : Type.Name.EndsWith("Path", StringComparison.Ordinal) ? "path" : "text";

    private bool IsWhole => Type == typeof(int) || Type == typeof(long) || Type == typeof(short) || Type == typeof(byte);

    private bool IsNumber => IsWhole || Type == typeof(double) || Type == typeof(decimal) || Type == typeof(float);

    /// <summary>The shape of a parameter's field or property.</summary>
    public static ValueShape Of(Type type, string? separator = null)
    {
        var element = type.IsArray ? type.GetElementType()!
            : type != typeof(string) && type.IsGenericType && typeof(System.Collections.IEnumerable).IsAssignableFrom(type) ? type.GetGenericArguments()[0]
            : null;
        var scalar = element ?? type;
        scalar = Nullable.GetUnderlyingType(scalar) ?? scalar;
        return new ValueShape(scalar, element is not null, ChoicesOf(scalar), separator);
    }

    /// <summary>What is wrong with one value, as the end of a sentence; <see langword="null"/> when it is right.</summary>
    public string? Mistake(string text, bool isSecret = false)
    {
        if (Choices.Count > 0)
        {
            var nearest = isSecret ? null : NearestName.Of(text, Choices);
            return Choices.Contains(text, StringComparer.OrdinalIgnoreCase)
                ? null
                : $"is none of {string.Join(", ", Choices)}.{(nearest is null ? "" : $" Did you mean {nearest}?")}";
        }

        return IsOfType(text) ? null : Expected == "a text" ? $"is no {Type.Name}." : $"is not {Expected}.";
    }

    private bool IsOfType(string text)
    {
        if (Type == typeof(string))
        {
            return true;
        }

        try
        {
            return Type.IsPrimitive || Type == typeof(decimal)
                ? Convert.ChangeType(text, Type, CultureInfo.InvariantCulture) is not null
                : TypeDescriptor.GetConverter(Type) is var converter && (!converter.CanConvertFrom(typeof(string)) || converter.ConvertFromInvariantString(text) is not null);
        }
#pragma warning disable CA1031 // A converter may be anybody's, and any way to say no is one.
        catch (Exception)
#pragma warning restore CA1031
        {
            return false;
        }
    }

    private static string[] ChoicesOf(Type type) =>
        type.IsEnum ? Enum.GetNames(type)
        : type.IsSubclassOf(typeof(Enumeration))
            ? [.. type.GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.FieldType == type).Select(field => field.GetValue(null)!.ToString()!)]
            : [];
}
