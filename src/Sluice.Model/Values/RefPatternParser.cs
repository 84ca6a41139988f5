namespace Sluice.Model.Values;

/// <summary>Reads the notation of <see cref="RefPattern"/>.</summary>
internal static class RefPatternParser
{
    /// <summary>The parts; a part that comes once or more is two: once, and any number of times.</summary>
    public static RefPatternPart[]? Parse(string text, out string? problem)
    {
        var parts = new List<RefPatternPart>();
        for (var at = 0; at < text.Length; at++)
        {
            switch (text[at])
            {
                case '*':
                    var isDouble = at + 1 < text.Length && text[at + 1] == '*';
                    at += isDouble ? 1 : 0;
                    parts.Add(new(isDouble ? RefPatternPart.Anything : RefPatternPart.AnythingButSlash, true, true));
                    continue;
                case '?' or '+' when parts is not [.., { MayBeAbsent: false, MayRepeat: false } last]:
                    problem = $"has '{text[at]}' without a character before it that it could belong to";
                    return null;
                case '?':
                    parts[^1] = parts[^1] with { MayBeAbsent = true };
                    continue;
                case '+':
                    parts.Add(parts[^1] with { MayBeAbsent = true, MayRepeat = true });
                    continue;
                case '!' when at == 0:
                    problem = "excludes names; name what is meant instead";
                    return null;
                case '[':
                    if (Class(text, ref at) is not { } ranges)
                    {
                        problem = "has a '[' that is not closed, is empty, or holds a range that goes backwards";
                        return null;
                    }

                    parts.Add(new(ranges, false, false));
                    continue;
                case '\\' when at + 1 < text.Length:
                    at++;
                    break;
            }

            if (text[at] <= ' ' || text[at] is '~' or '^' or ':' or '\\' or '\u007f')
            {
                problem = "has a character that no branch or tag can have";
                return null;
            }

            parts.Add(new([(text[at], text[at])], false, false));
        }

        problem = null;
        return [.. parts];
    }

    private static (char First, char Last)[]? Class(string text, ref int at)
    {
        var end = text.IndexOf(']', at);
        var inside = end < 0 ? "" : text[(at + 1)..end];
        var ranges = new List<(char First, char Last)>();
        for (var index = 0; index < inside.Length; index++)
        {
            var isRange = index + 2 < inside.Length && inside[index + 1] == '-';
            ranges.Add((inside[index], inside[isRange ? index + 2 : index]));
            index += isRange ? 2 : 0;
        }

        at = end;
        return ranges.Count == 0 || ranges.Exists(range => range.First > range.Last) ? null : [.. ranges];
    }
}
