using System.Text.RegularExpressions;
using Sluice.Sandbox.Api.Http;

namespace Sluice.Sandbox.Api.Objects;

/// <summary>A label selector as in a query: <c>a=b,c!=d,e in (f,g),h notin (i),j,!k</c>.</summary>
internal sealed partial class LabelQuery
{
    private readonly List<(string Key, string Operator, string[] Values)> _terms = [];

    /// <exception cref="StatusException">It cannot be read (400).</exception>
    public static LabelQuery Parse(string? text)
    {
        var query = new LabelQuery();
        string rest = text ?? "";
        while (rest.Trim().Length > 0)
        {
            var match = Term().Match(rest);
            if (!match.Success)
            {
                throw StatusException.BadRequest($"unable to parse requirement in labelSelector \"{text}\" at \"{rest.Trim()}\": forms are key=value, key!=value, key in (a,b), key notin (a,b), key, !key");
            }

            query._terms.Add(Read(match));
            rest = rest[match.Length..];
        }

        return query;
    }

    public bool Matches(IReadOnlyDictionary<string, string> labels) => _terms.All(t => t.Operator switch
    {
        "in" => labels.TryGetValue(t.Key, out string? v) && t.Values.Contains(v),
        "notin" => !labels.TryGetValue(t.Key, out string? v) || !t.Values.Contains(v),
        "exists" => labels.ContainsKey(t.Key),
        _ => !labels.ContainsKey(t.Key),
    });

    private static (string Key, string Operator, string[] Values) Read(Match match)
    {
        string key = match.Groups["key"].Value;
        if (match.Groups["set"].Success)
        {
            return (key, match.Groups["op"].Value, [.. match.Groups["set"].Value.Split(',', StringSplitOptions.TrimEntries)]);
        }

        if (match.Groups["eq"].Success)
        {
            return (key, match.Groups["eq"].Value == "!=" ? "notin" : "in", [match.Groups["value"].Value]);
        }

        return (key, match.Groups["not"].Success ? "missing" : "exists", []);
    }

    [GeneratedRegex(@"^\s*(?:(?<not>!)\s*(?<key>[\w./-]+)|(?<key>[\w./-]+)\s+(?<op>in|notin)\s*\((?<set>[^)]*)\)|(?<key>[\w./-]+)\s*(?<eq>==|=|!=)\s*(?<value>[\w.-]*)|(?<key>[\w./-]+))\s*(?:,|$)")]
    private static partial Regex Term();
}
