using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Sluice.Manifests.Json;

namespace Sluice.Manifests.Kustomize;

/// <summary>Chooses objects. Empty parts choose all; names, kinds and namespaces are regular expressions over the whole text.</summary>
internal sealed record Selector(
    string Group, string Version, string Kind, string Name, string Namespace, LabelSelector Labels, LabelSelector Annotations)
{
    public bool Selects(Resource resource) =>
        resource.AllIds.Any(MatchesId)
        && Labels.Matches(resource.Json.At("metadata", "labels") as JsonObject)
        && Annotations.Matches(resource.Json.At("metadata", "annotations") as JsonObject);

    /// <summary>As <see cref="Selects"/>, with names taken literally: replacements do not know regular expressions.</summary>
    public bool SelectsExactly(Resource resource) =>
        resource.AllIds.Any(id =>
            Equal(Group, id.Group) && Equal(Version, id.Version) && Equal(Kind, id.Kind) && Equal(Name, id.Name) && Equal(Namespace, id.Namespace))
        && Labels.Matches(resource.Json.At("metadata", "labels") as JsonObject)
        && Annotations.Matches(resource.Json.At("metadata", "annotations") as JsonObject);

    private bool MatchesId(ResourceId id) =>
        Whole(Group, id.Group) && Whole(Version, id.Version) && Whole(Kind, id.Kind)
        && Whole(Name, id.Name) && (Namespace.Length == 0 || Whole(Namespace, id.EffectiveNamespace) || Whole(Namespace, id.Namespace));

    private static bool Equal(string wanted, string text) => wanted.Length == 0 || wanted == text;

    private static bool Whole(string pattern, string text) =>
        pattern.Length == 0 || pattern == text
        || Regex.IsMatch(text, $"^(?:{pattern})$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
}

/// <summary>A label selector in Kubernetes' text form: <c>a=b,c!=d,e in (x, y),!f</c>.</summary>
internal sealed class LabelSelector
{
    public static LabelSelector Everything { get; } = new([]);

    private readonly List<Func<JsonObject?, bool>> _terms;

    private LabelSelector(List<Func<JsonObject?, bool>> terms) => _terms = terms;

    public bool Matches(JsonObject? labels) => _terms.All(term => term(labels));

    /// <summary>The selector, or <see langword="null"/> if the text is none.</summary>
    public static LabelSelector? Parse(string text)
    {
        var terms = new List<Func<JsonObject?, bool>>();
        foreach (var part in SplitTerms(text))
        {
            if (Term(part.Trim()) is not { } term)
            {
                return null;
            }

            terms.Add(term);
        }

        return new LabelSelector(terms);
    }

    // Commas inside brackets belong to the values of "in".
    private static string[] SplitTerms(string text) =>
        text.Trim().Length == 0 ? [] : Regex.Split(text, @",(?![^()]*\))", RegexOptions.CultureInvariant);

    private static Func<JsonObject?, bool>? Term(string text)
    {
        var set = Regex.Match(text, @"^([^\s!=,()]+)\s+(in|notin)\s+\(([^()]*)\)$", RegexOptions.CultureInvariant);
        if (set.Success)
        {
            var key = set.Groups[1].Value;
            var values = set.Groups[3].Value.Split(',').Select(value => value.Trim()).ToHashSet();
            return set.Groups[2].Value == "in"
                ? labels => Value(labels, key) is { } value && values.Contains(value)
                : labels => Value(labels, key) is not { } value || !values.Contains(value);
        }

        var pair = Regex.Match(text, @"^([^\s!=,()]+)\s*(==|=|!=)\s*([^\s!=,()]*)$", RegexOptions.CultureInvariant);
        if (pair.Success)
        {
            var (key, wanted) = (pair.Groups[1].Value, pair.Groups[3].Value);
            return pair.Groups[2].Value == "!="
                ? labels => Value(labels, key) != wanted
                : labels => Value(labels, key) == wanted;
        }

        var presence = Regex.Match(text, @"^(!?)\s*([^\s!=,()]+)$", RegexOptions.CultureInvariant);
        if (!presence.Success)
        {
            return null;
        }

        var (absent, name) = (presence.Groups[1].Length > 0, presence.Groups[2].Value);
        return labels => (labels is not null && labels.ContainsKey(name)) != absent;
    }

    private static string? Value(JsonObject? labels, string key) => labels.At(key).Text();
}
