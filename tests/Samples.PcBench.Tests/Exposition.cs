using System.Globalization;
using System.Text.RegularExpressions;

namespace Samples.PcBench.Tests;

/// <summary>A strict reader of Prometheus' text format: refuses what Prometheus would refuse.</summary>
internal sealed partial class Exposition
{
    private readonly List<(string Name, string Labels, double Value)> _samples = [];
    private readonly HashSet<string> _types = [];

    public static Exposition Parse(string text)
    {
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        var exposition = new Exposition();
        foreach (var line in text.TrimEnd('\n').Split('\n'))
        {
            exposition.Read(line);
        }

        Assert.Equal(exposition._samples.Count, exposition._samples.Select(sample => (sample.Name, sample.Labels)).Distinct().Count());
        return exposition;
    }

    public double Value(string name, string labels) => _samples.Single(sample => sample.Name == name && sample.Labels == labels).Value;

    public bool Has(string name, string labels) => _samples.Any(sample => sample.Name == name && sample.Labels == labels);

    public IReadOnlyList<(string Labels, double Value)> All(string name) =>
        [.. _samples.Where(sample => sample.Name == name).Select(sample => (sample.Labels, sample.Value))];

    private void Read(string line)
    {
        if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
        {
            Assert.True(_types.Add(line.Split(' ')[2]), $"type given twice: {line}");
        }
        else if (!line.StartsWith("# HELP ", StringComparison.Ordinal))
        {
            var match = Sample().Match(line);
            Assert.True(match.Success, $"not a sample: {line}");
            var name = match.Groups["name"].Value;
            Assert.Contains(_types, type => name == type || name == $"{type}_bucket" || name == $"{type}_sum" || name == $"{type}_count");
            _samples.Add((name, match.Groups["labels"].Value, double.Parse(match.Groups["value"].Value, CultureInfo.InvariantCulture)));
        }
    }

    [GeneratedRegex("""^(?<name>[a-z_]+)(\{(?<labels>[a-z_]+="([^"\\\n]|\\["\\n])*"(,[a-z_]+="([^"\\\n]|\\["\\n])*")*)\})? (?<value>[0-9.E+-]+)$""")]
    private static partial Regex Sample();
}
