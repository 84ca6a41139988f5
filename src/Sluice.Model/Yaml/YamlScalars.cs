using System.Globalization;
using System.Text;

namespace Sluice.Model.Yaml;

/// <summary>The type of a scalar.</summary>
public enum YamlScalarType
{
    Text,
    Null,
    Boolean,
    WholeNumber,
    RealNumber,

    /// <summary>A tag that asks for what the text cannot be, or that nobody knows.</summary>
    Invalid,
}

/// <summary>A scalar's type and value (string, bool, long, ulong, double or <see langword="null"/>).</summary>
public readonly record struct YamlScalarValue(YamlScalarType Type, object? Value);

/// <summary>
/// Types of scalars, as kustomize reads them: YAML 1.2 booleans (<c>yes</c> and <c>on</c> are texts), integers of both
/// versions (<c>0644</c> and <c>0o644</c> are octal, <c>0x1F</c>, <c>0b11</c>, <c>1_000</c>), dates become RFC 3339 texts.
/// </summary>
public static class YamlScalars
{
    private const string TagPrefix = "tag:yaml.org,2002:";
    private static readonly string[] s_dateFormats =
        ["yyyy-M-d", "yyyy-M-d H:m:s.FFFFFFF", "yyyy-M-dTH:m:s.FFFFFFFK", "yyyy-M-d't'H:m:s.FFFFFFFK"];

    public static YamlScalarValue Resolve(YamlScalar scalar)
    {
        var text = scalar.Text;
        return scalar.Tag switch
        {
            "" => scalar.IsPlain ? ResolvePlain(text) : Text(text),
            TagPrefix + "str" or "!" => Text(text),
            TagPrefix + "binary" => Binary(text),
            TagPrefix + "int" => Expect(ResolvePlain(text), YamlScalarType.WholeNumber),
            TagPrefix + "bool" => Expect(ResolvePlain(text), YamlScalarType.Boolean),
            TagPrefix + "null" => Expect(ResolvePlain(text), YamlScalarType.Null),
            TagPrefix + "float" => ResolvePlain(text) is { Type: YamlScalarType.WholeNumber or YamlScalarType.RealNumber } number
                ? new(YamlScalarType.RealNumber, Convert.ToDouble(number.Value, CultureInfo.InvariantCulture))
                : new(YamlScalarType.Invalid, null),
            _ => new(YamlScalarType.Invalid, null),
        };
    }

    private static YamlScalarValue Expect(YamlScalarValue value, YamlScalarType type) =>
        value.Type == type ? value : new(YamlScalarType.Invalid, null);

    private static YamlScalarValue Text(string text) => new(YamlScalarType.Text, text);

    private static YamlScalarValue Binary(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var count)
            ? Text(Encoding.UTF8.GetString(bytes, 0, count))
            : new(YamlScalarType.Invalid, null);
    }

    private static YamlScalarValue ResolvePlain(string text)
    {
        switch (text)
        {
            case "" or "~" or "null" or "Null" or "NULL":
                return new(YamlScalarType.Null, null);
            case "true" or "True" or "TRUE":
                return new(YamlScalarType.Boolean, true);
            case "false" or "False" or "FALSE":
                return new(YamlScalarType.Boolean, false);
            case ".inf" or ".Inf" or ".INF" or "+.inf" or "+.Inf" or "+.INF":
                return new(YamlScalarType.RealNumber, double.PositiveInfinity);
            case "-.inf" or "-.Inf" or "-.INF":
                return new(YamlScalarType.RealNumber, double.NegativeInfinity);
            case ".nan" or ".NaN" or ".NAN":
                return new(YamlScalarType.RealNumber, double.NaN);
        }

        // Only these can start a number or a date; most scalars end here.
        if (!char.IsAsciiDigit(text[0]) && text[0] is not ('-' or '+' or '.'))
        {
            return Text(text);
        }

        return Date(text) ?? YamlNumbers.Parse(text) ?? Text(text);
    }

    private static YamlScalarValue? Date(string text)
    {
        if (text.Length < 8 || text[4] != '-')
        {
            return null;
        }

        const DateTimeStyles Styles = DateTimeStyles.AssumeUniversal;
        if (!DateTimeOffset.TryParseExact(text, s_dateFormats, CultureInfo.InvariantCulture, Styles, out var date))
        {
            return null;
        }

        var zone = date.Offset == TimeSpan.Zero ? "'Z'" : "zzz";
        return Text(date.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF" + zone, CultureInfo.InvariantCulture));
    }
}
