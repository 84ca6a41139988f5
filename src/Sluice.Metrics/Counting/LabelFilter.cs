using System.Text.RegularExpressions;

namespace Sluice.Metrics.Counting;

/// <summary>Label → regular expression over the whole value, as Prometheus matches; a label that is absent is empty.</summary>
internal sealed class LabelFilter
{
    private readonly (string Label, Regex Value)[] _rules;

    public LabelFilter(IReadOnlyDictionary<string, string> rules) =>
        _rules = [.. rules.Select(rule => (rule.Key, new Regex($"^(?:{rule.Value})\\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.Singleline)))];

    /// <summary>Whether all rules hold; without rules they do.</summary>
    public bool Matches(IReadOnlyDictionary<string, string> labels) => _rules.All(rule => rule.Value.IsMatch(labels.GetValueOrDefault(rule.Label, "")));
}
