using System.Text.RegularExpressions;

namespace Sluice.Model.Gates;

/// <summary>What a query of a <see cref="PromQlGate"/> may leave open, as <c>{{name}}</c>.</summary>
public static partial class PromQlPlaceholders
{
    /// <summary>The namespace of the service.</summary>
    public const string Namespace = "namespace";

    /// <summary>The name of the service.</summary>
    public const string Service = "service";

    /// <summary>The candidate's revision.</summary>
    public const string Candidate = "candidate";

    /// <summary>The stable revision.</summary>
    public const string Stable = "stable";

    public static IReadOnlyList<string> All { get; } = [Namespace, Service, Candidate, Stable];

    /// <summary>The names between double braces in a query.</summary>
    public static IEnumerable<string> In(string query) => Placeholder().Matches(query).Select(match => match.Groups[1].Value);

    /// <summary>The query with every placeholder replaced.</summary>
    public static string Fill(string query, IReadOnlyDictionary<string, string> values) =>
        Placeholder().Replace(query, match => values[match.Groups[1].Value]);

    [GeneratedRegex(@"\{\{\s*([^{}]*?)\s*\}\}")]
    private static partial Regex Placeholder();
}
