using System.Globalization;

namespace Sluice.Metrics.Exposition;

/// <summary>
/// Reads the Prometheus text format 0.0.4 and OpenMetrics 1.0. One wrong line spoils the whole text: half an exposition
/// would be half the requests.
/// </summary>
public static class ExpositionText
{
    /// <summary>The content type of OpenMetrics begins so.</summary>
    public const string OpenMetricsType = "application/openmetrics-text";

    /// <param name="text">The body.</param>
    /// <param name="isOpenMetrics">Whether its content type says so; <see langword="null"/>: it is OpenMetrics if it ends with <c># EOF</c>.</param>
    public static ExpositionReading Read(string text, bool? isOpenMetrics = null)
    {
        var strict = isOpenMetrics ?? EndsWithMark(text);
        var samples = new List<ExpositionSample>();
        var ended = false;
        var number = 0;
        foreach (var part in text.AsSpan().EnumerateLines())
        {
            number++;
            var line = part.Trim(" \t");
            if (line.IsEmpty)
            {
                continue;
            }

            if (ended)
            {
                return Wrong(number, "there is more after # EOF");
            }

            if (line[0] == '#')
            {
                ended = strict && line.SequenceEqual("# EOF");
                continue;
            }

            var (sample, problem) = new LineReader(line, strict).Read();
            if (sample is null)
            {
                return Wrong(number, problem!);
            }

            samples.Add(sample);
        }

        return strict && !ended ? Wrong(number, "it ends without # EOF: it was cut off") : new(samples, null);
    }

    private static bool EndsWithMark(string text)
    {
        var end = text.AsSpan().TrimEnd();
        return end.EndsWith("\n# EOF", StringComparison.Ordinal) || end.SequenceEqual("# EOF");
    }

    private static ExpositionReading Wrong(int line, string problem) => new(null, string.Create(CultureInfo.InvariantCulture, $"line {line}: {problem}"));
}
