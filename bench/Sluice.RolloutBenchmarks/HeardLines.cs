using System.Globalization;
using System.Text.RegularExpressions;

namespace Sluice.RolloutBenchmarks;

/// <summary>What a run of the build printed, and when each line arrived here.</summary>
internal sealed class HeardLines
{
    private readonly List<(string Line, long At)> _lines = [];

    public void Add(string line) => _lines.Add((line, TimeProvider.System.GetTimestamp()));

    /// <summary>When the first line came that matches.</summary>
    /// <exception cref="InvalidOperationException">None did; the message is all of them.</exception>
    public long At(string pattern) => Find(pattern).At;

    /// <summary>The number in the first line that matches, as the pattern's first group has it.</summary>
    /// <exception cref="InvalidOperationException">None did; the message is all of them.</exception>
    public double Number(string pattern) => double.Parse(Regex.Match(Find(pattern).Line, pattern).Groups[1].Value, CultureInfo.InvariantCulture);

    private (string Line, long At) Find(string pattern) => _lines.Exists(heard => Regex.IsMatch(heard.Line, pattern))
        ? _lines.Find(heard => Regex.IsMatch(heard.Line, pattern))
        : throw new InvalidOperationException($"No line matches '{pattern}':\n{string.Join('\n', _lines.Select(heard => heard.Line))}");
}
