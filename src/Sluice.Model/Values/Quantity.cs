using System.Buffers;
using System.Globalization;

namespace Sluice.Model.Values;

/// <summary>An amount of a resource as Kubernetes writes it: <c>250m</c>, <c>0.5</c>, <c>128Mi</c>, <c>1G</c>, <c>1e3</c>.</summary>
/// <param name="Value">In the resource's own unit (cores, bytes); not negative.</param>
/// <param name="Text">As written.</param>
public readonly record struct Quantity(decimal Value, string Text)
{
    private const int MostDigits = 12;
    private static readonly SearchValues<char> s_number = SearchValues.Create("0123456789.");

    private static readonly Dictionary<string, decimal> s_suffixes = new()
    {
        ["n"] = 0.000000001m,
        ["u"] = 0.000001m,
        ["m"] = 0.001m,
        [""] = 1,
        ["k"] = 1_000,
        ["M"] = 1_000_000,
        ["G"] = 1_000_000_000,
        ["T"] = 1_000_000_000_000,
        ["P"] = 1_000_000_000_000_000,
        ["Ki"] = 1L << 10,
        ["Mi"] = 1L << 20,
        ["Gi"] = 1L << 30,
        ["Ti"] = 1L << 40,
        ["Pi"] = 1L << 50,
    };

    /// <summary>The quantity, or <see langword="null"/> if the text is none (or negative, or beyond any machine).</summary>
    public static Quantity? Parse(string text)
    {
        var end = text.AsSpan().IndexOfAnyExcept(s_number);
        var number = end < 0 ? text : text[..end];
        var suffix = end < 0 ? "" : text[end..];
        if (number.Length is 0 or > MostDigits
            || !decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value))
        {
            return null;
        }

        return (s_suffixes.TryGetValue(suffix, out var factor) || TryExponent(suffix, out factor)) ? new Quantity(value * factor, text) : null;
    }

    public override string ToString() => Text;

    // Twelve digits and fifteen places keep every product within a decimal.
    private static bool TryExponent(string suffix, out decimal factor)
    {
        factor = 1;
        if (suffix.Length is < 2 or > 4 || suffix[0] is not ('e' or 'E')
            || !int.TryParse(suffix.AsSpan(1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent)
            || exponent is < -9 or > 15)
        {
            return false;
        }

        for (var place = Math.Abs(exponent); place > 0; place--)
        {
            factor = exponent < 0 ? factor / 10 : factor * 10;
        }

        return true;
    }
}
