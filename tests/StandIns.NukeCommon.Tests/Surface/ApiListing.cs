using System.Text.RegularExpressions;

namespace StandIns.NukeCommon.Tests.Surface;

/// <summary>The published signatures as the listings under <c>shared/api</c> write them: a block per type, a line per member.</summary>
internal sealed partial class ApiListing
{
    private readonly Dictionary<string, HashSet<string>> _membersByType = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _kinds = new(StringComparer.Ordinal);

    public static ApiListing Read(string file)
    {
        var listing = new ApiListing();
        var space = "";
        var open = new Stack<string>();
        foreach (var line in File.ReadLines(file))
        {
            var text = line.Trim();
            if (NamespaceLine().Match(text) is { Success: true } heading)
            {
                space = heading.Groups[1].Value;
            }
            else if (text == "}")
            {
                open.Pop();
            }
            else if (text.Length > 0 && text != "{" && !text.StartsWith("//", StringComparison.Ordinal) && !text.StartsWith('['))
            {
                listing.Add(text, space, open);
            }
        }

        return listing;
    }

    /// <summary>class, static class, struct, interface, enum or delegate; null where the package has no such type.</summary>
    public string? KindOf(string type) => _kinds.GetValueOrDefault(type);

    public bool HasMember(string type, string signature) => _membersByType.TryGetValue(type, out var members) && members.Contains(signature);

    private void Add(string text, string space, Stack<string> open)
    {
        if (TypeLine().Match(text) is not { Success: true } match)
        {
            if (open.TryPeek(out var owner))
            {
                _membersByType[owner].Add(SignatureText.Normalize(text));
            }

            return;
        }

        var kind = (match.Groups["static"].Success ? "static " : "") + match.Groups["kind"].Value;
        if (kind == "delegate")
        {
            var name = $"{space}.{SignatureText.DelegateName(text)}";
            _kinds[name] = kind;
            _membersByType[name] = [SignatureText.Normalize(text)];
            return;
        }

        var type = $"{space}.{SignatureText.TypeName(match.Groups["name"].Value)}";
        _kinds[type] = kind;
        _membersByType.TryAdd(type, []);
        open.Push(type);
    }

    [GeneratedRegex(@"^// (\S+) \[\S+\]$")]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"^public (?:abstract |sealed |readonly |ref |(?<static>static ))*(?<kind>class|struct|interface|enum|delegate) (?<name>[^:]+?)(?: : .*| where .*)?$")]
    private static partial Regex TypeLine();
}
