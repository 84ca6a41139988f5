using System.ComponentModel;
using System.Globalization;

namespace Nuke.Common.ValueInjection;

/// <summary>Makes typed values of texts.</summary>
internal static class ValueConversion
{
    public static object Convert(GivenValue given, Type type, string separator)
    {
        if (ElementType(type) is { } element)
        {
            var texts = Split(given, separator);
            var array = Array.CreateInstance(element, texts.Count);
            for (var i = 0; i < texts.Count; i++)
            {
                array.SetValue(Scalar(texts[i], element, given), i);
            }

            return type.IsArray || type.IsInterface ? array : Activator.CreateInstance(type, array);
        }

        var scalar = Nullable.GetUnderlyingType(type) ?? type;
        if (given.Texts.Count == 0)
        {
            Assert.True(scalar == typeof(bool), $"{given.Origin} needs a value ({Expected(scalar)})");
            return true;
        }

        Assert.True(given.Texts.Count == 1, $"{given.Origin} takes one value, got {given.Texts.Count}: {string.Join(" ", given.Texts.Select(given.Shown))}. "
            + "Targets come first, before the first option");
        return Scalar(given.Texts[0], scalar, given);
    }

    /// <summary>The type of the elements if the type is a list, otherwise null.</summary>
    public static Type ElementType(Type type)
    {
        if (type.IsArray)
        {
            return type.GetElementType();
        }

        var isList = type != typeof(string) && type.IsGenericType && typeof(System.Collections.IEnumerable).IsAssignableFrom(type);
        return isList ? type.GetGenericArguments()[0] : null;
    }

    /// <summary>Several values in one text are parted by the parameter's own separator, if it has one.</summary>
    private static List<string> Split(GivenValue given, string separator) => separator is null
        ? given.Texts.ToList()
        : given.Texts.SelectMany(x => x.Split(separator, StringSplitOptions.RemoveEmptyEntries)).ToList();

    private static object Scalar(string text, Type type, GivenValue given)
    {
        try
        {
            return Parse(text, Nullable.GetUnderlyingType(type) ?? type);
        }
        catch (Exception exception) when (exception is FormatException or OverflowException or ArgumentException or InvalidCastException or NotSupportedException)
        {
            var reason = exception is FormatException && !given.IsSecret && exception.Message.StartsWith("is ", StringComparison.Ordinal)
                ? exception.Message
                : $"is not {Expected(type)}{(type == typeof(bool) ? ". Targets come first, before the first option" : "")}";
            throw new BuildFailure($"{given.Origin}: '{given.Shown(text)}' {reason}", given.IsSecret ? null : exception);
        }
    }

    private static object Parse(string text, Type type)
    {
        if (type == typeof(string))
        {
            return text;
        }

        if (type.IsEnum)
        {
            return Enum.TryParse(type, text, ignoreCase: true, out var value) && Enum.IsDefined(type, value)
                ? value
                : throw new FormatException($"is none of {string.Join(", ", Enum.GetNames(type))}");
        }

        return type.IsPrimitive || type == typeof(decimal)
            ? System.Convert.ChangeType(text, type, CultureInfo.InvariantCulture)
            : TypeDescriptor.GetConverter(type).ConvertFrom(null, CultureInfo.InvariantCulture, text);
    }

    private static string Expected(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var x when x == typeof(bool) => "true or false",
        var x when x == typeof(int) || x == typeof(long) => "a whole number",
        var x when x == typeof(double) || x == typeof(decimal) || x == typeof(float) => "a number, written like 0.5",
        var x when x == typeof(TimeSpan) => "a time span, written like 00:01:30",
        { IsEnum: true } x => "one of " + string.Join(", ", Enum.GetNames(x)),
        var x => $"a {x.Name}",
    };
}
