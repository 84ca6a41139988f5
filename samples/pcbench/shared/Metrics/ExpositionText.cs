using System.Globalization;
using System.Text;

namespace PcBench.ServiceDefaults.Metrics;

/// <summary>Writes Prometheus' text format, version 0.0.4: https://prometheus.io/docs/instrumenting/exposition_formats/</summary>
internal sealed class ExpositionText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly StringBuilder _text = new(8 * 1024);

    public static string Quote(string value) =>
        $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\"";

    public void Family(string name, string type, string help)
    {
        var escaped = help.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        _text.Append("# HELP ").Append(name).Append(' ').Append(escaped).Append('\n');
        _text.Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
    }

    public void Sample(string name, string labels, double value)
    {
        _text.Append(name);
        if (labels.Length > 0)
        {
            _text.Append('{').Append(labels).Append('}');
        }

        _text.Append(CultureInfo.InvariantCulture, $" {value}\n");
    }

    /// <param name="name">Name of the family.</param>
    /// <param name="labels">Labels of the series, without <c>le</c>; not empty.</param>
    /// <param name="bounds">Upper bounds of the buckets.</param>
    /// <param name="cumulative">One count per bound, and the count of everything.</param>
    /// <param name="sum">Sum of what was observed.</param>
    public void Histogram(string name, string labels, IReadOnlyList<double> bounds, long[] cumulative, double sum)
    {
        for (var index = 0; index < bounds.Count; index++)
        {
            _text.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{{labels},le=\"{bounds[index]}\"}} {cumulative[index]}\n");
        }

        _text.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{{labels},le=\"+Inf\"}} {cumulative[^1]}\n");
        Sample($"{name}_sum", labels, sum);
        Sample($"{name}_count", labels, cumulative[^1]);
    }

    public override string ToString() => _text.ToString();
}
