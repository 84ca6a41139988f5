using System.Globalization;

namespace Sluice.Model.Yaml;

/// <summary>Numbers as YAML 1.1 and 1.2 write them.</summary>
internal static class YamlNumbers
{
    /// <summary>The number, or <see langword="null"/> if the text is none.</summary>
    public static YamlScalarValue? Parse(string text)
    {
        var digits = text.Replace("_", "", StringComparison.Ordinal);
        return Integer(digits) ?? Float(digits);
    }

    private static YamlScalarValue? Integer(string text)
    {
        var negative = text.StartsWith('-');
        var digits = text.AsSpan(negative || text.StartsWith('+') ? 1 : 0);
        if (digits.IsEmpty)
        {
            return null;
        }

        if (Magnitude(digits) is not { } magnitude)
        {
            return null;
        }

        if (!negative)
        {
            return new(YamlScalarType.WholeNumber, magnitude <= long.MaxValue ? (long)magnitude : magnitude);
        }

        return magnitude <= (ulong)long.MaxValue + 1 ? new(YamlScalarType.WholeNumber, unchecked(-(long)magnitude)) : null;
    }

    private static ulong? Magnitude(ReadOnlySpan<char> digits)
    {
        if (digits.Length > 1 && digits[0] == '0')
        {
            return digits[1] switch
            {
                'x' or 'X' => InBase(digits[2..], 16),
                'o' or 'O' => InBase(digits[2..], 8),
                'b' or 'B' => InBase(digits[2..], 2),
                _ => InBase(digits[1..], 8),
            };
        }

        return InBase(digits, 10);
    }

    private static ulong? InBase(ReadOnlySpan<char> digits, uint radix)
    {
        if (digits.IsEmpty)
        {
            return null;
        }

        ulong sum = 0;
        foreach (var character in digits)
        {
            var digit = char.IsAsciiHexDigit(character) ? (uint)Convert.ToInt32(character.ToString(), 16) : uint.MaxValue;
            if (digit >= radix || sum > (ulong.MaxValue - digit) / radix)
            {
                return null;
            }

            sum = (sum * radix) + digit;
        }

        return sum;
    }

    private static YamlScalarValue? Float(string text)
    {
        var position = text[0] is '-' or '+' ? 1 : 0;
        var whole = Digits(text, ref position);
        var fraction = 0;
        if (position < text.Length && text[position] == '.')
        {
            position++;
            fraction = Digits(text, ref position);
        }

        if (whole + fraction == 0)
        {
            return null;
        }

        if (position < text.Length && text[position] is 'e' or 'E')
        {
            position++;
            if (position < text.Length && text[position] is '-' or '+')
            {
                position++;
            }

            if (Digits(text, ref position) == 0)
            {
                return null;
            }
        }

        return position == text.Length
            && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && double.IsFinite(value)
            ? new(YamlScalarType.RealNumber, value)
            : null;
    }

    private static int Digits(string text, ref int position)
    {
        var start = position;
        while (position < text.Length && char.IsAsciiDigit(text[position]))
        {
            position++;
        }

        return position - start;
    }
}
