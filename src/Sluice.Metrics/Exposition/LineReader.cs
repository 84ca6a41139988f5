using System.Globalization;
using System.Text;

namespace Sluice.Metrics.Exposition;

/// <summary>Reads one line with a value: <c>name{label="value",…} value [timestamp] [# {exemplar…} value [timestamp]]</c>.</summary>
internal ref struct LineReader(ReadOnlySpan<char> line, bool isOpenMetrics)
{
    private static readonly Dictionary<string, string> s_none = [];

    private readonly ReadOnlySpan<char> _line = line;
    private int _at;

    public (ExpositionSample? Sample, string? Problem) Read()
    {
        // A name that is no word stands quoted among the labels: {"http.requests",code="200"} 1
        var name = Word(":_").ToString();
        var afterName = Peek();
        var labels = s_none;
        Skip();
        if (Peek() == '{')
        {
            labels = [];
            if (ReadLabels(labels, ref name) is { } problem)
            {
                return (null, problem);
            }
        }

        if (name.Length == 0)
        {
            return (null, "it does not begin with the name of a metric");
        }

        if (afterName is not (' ' or '\t' or '{' or '\0'))
        {
            return (null, $"'{afterName}' stands in the name of the metric");
        }

        var text = Token();
        if (ParseValue(text) is not { } value)
        {
            return (null, text.IsEmpty ? "it has no value" : $"'{text}' is not a number");
        }

        var (time, wrong) = ReadTime();
        if (wrong is not null)
        {
            return (null, wrong);
        }

        Skip();
        return _at == _line.Length || (isOpenMetrics && Peek() == '#' && IsExemplar())
            ? (new ExpositionSample(name, labels, value, time), null)
            : (null, $"'{_line[_at..]}' is more than a value and a timestamp");
    }

    /// <summary>Values as both formats write them; hexadecimal and grouping are not theirs.</summary>
    public static double? ParseValue(ReadOnlySpan<char> text) =>
        text.Equals("+Inf", StringComparison.OrdinalIgnoreCase) || text.Equals("Inf", StringComparison.OrdinalIgnoreCase) ? double.PositiveInfinity
        : text.Equals("-Inf", StringComparison.OrdinalIgnoreCase) ? double.NegativeInfinity
        : text.Equals("NaN", StringComparison.OrdinalIgnoreCase) ? double.NaN
        : double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value
        : null;

    private string? ReadLabels(Dictionary<string, string> labels, ref string name)
    {
        _at++;
        for (var first = true; ; first = false)
        {
            Skip();
            if (Peek() == '}')
            {
                _at++;
                return null;
            }

            if (!first)
            {
                if (Peek() != ',')
                {
                    return Peek() == '\0' ? "its labels do not end with '}'" : $"'{Peek()}' stands where ',' or '}}' should";
                }

                _at++;
                Skip();
                if (Peek() == '}')
                {
                    continue;
                }
            }

            string? label;
            if (Peek() == '"')
            {
                if (Quoted(out label) is { } problem)
                {
                    return problem;
                }

                Skip();
                if (Peek() != '=' && name.Length == 0)
                {
                    name = label;
                    continue;
                }
            }
            else
            {
                label = Word("_").ToString();
                Skip();
            }

            if (label.Length == 0 || Peek() != '=')
            {
                return label.Length == 0 ? "the name of a label is missing" : $"the label '{label}' has no '='";
            }

            _at++;
            Skip();
            if (Peek() != '"')
            {
                return $"the value of the label '{label}' does not begin with a quotation mark";
            }

            if (Quoted(out var value) is { } wrong)
            {
                return wrong;
            }

            if (!labels.TryAdd(label, value))
            {
                return $"the label '{label}' stands there twice";
            }
        }
    }

    private string? Quoted(out string value)
    {
        var text = new StringBuilder();
        value = "";
        for (_at++; _at < _line.Length; _at++)
        {
            switch (_line[_at])
            {
                case '"':
                    _at++;
                    value = text.ToString();
                    return null;
                case '\\' when _at + 1 < _line.Length:
                    _at++;
                    // Other escapes are kept as they stand, as Prometheus keeps them.
                    _ = _line[_at] switch
                    {
                        'n' => text.Append('\n'),
                        '"' or '\\' => text.Append(_line[_at]),
                        var other => text.Append('\\').Append(other),
                    };
                    break;
                default:
                    text.Append(_line[_at]);
                    break;
            }
        }

        return "a quotation mark is missing";
    }

    /// <summary>Milliseconds in the text format, seconds in OpenMetrics.</summary>
    private (DateTimeOffset? Time, string? Problem) ReadTime()
    {
        Skip();
        if (_at == _line.Length || Peek() == '#')
        {
            return (null, null);
        }

        var text = Token();
        if (ParseValue(text) is not { } number || !double.IsFinite(number) || (!isOpenMetrics && number != Math.Floor(number)))
        {
            return (null, $"'{text}' is not a timestamp");
        }

        var milliseconds = isOpenMetrics ? number * 1000 : number;
        return Math.Abs(milliseconds) < 2e14
            ? (DateTimeOffset.FromUnixTimeMilliseconds((long)Math.Round(milliseconds)), null)
            : (null, $"'{text}' is no timestamp of this age");
    }

    private bool IsExemplar()
    {
        _at++;
        Skip();
        var name = "exemplar";
        if (Peek() != '{' || ReadLabels([], ref name) is not null)
        {
            return false;
        }

        if (ParseValue(Token()) is null)
        {
            return false;
        }

        var (_, problem) = ReadTime();
        Skip();
        return problem is null && _at == _line.Length;
    }

    private ReadOnlySpan<char> Word(string signs)
    {
        var begin = _at;
        while (_at < _line.Length && (char.IsAsciiLetter(_line[_at]) || signs.Contains(_line[_at], StringComparison.Ordinal) || (_at > begin && char.IsAsciiDigit(_line[_at]))))
        {
            _at++;
        }

        return _line[begin.._at];
    }

    private ReadOnlySpan<char> Token()
    {
        Skip();
        var begin = _at;
        while (_at < _line.Length && _line[_at] is not (' ' or '\t'))
        {
            _at++;
        }

        return _line[begin.._at];
    }

    private void Skip()
    {
        while (_at < _line.Length && _line[_at] is (' ' or '\t'))
        {
            _at++;
        }
    }

    private readonly char Peek() => _at < _line.Length ? _line[_at] : '\0';
}
