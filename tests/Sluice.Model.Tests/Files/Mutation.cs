using System.Text;

namespace Sluice.Model.Tests.Files;

/// <summary>Ways to break a text; the same random numbers break it the same way.</summary>
internal static class Mutation
{
    private const string Odd = "\t\n :-[]{}&*!|>'\"%@`#,?<=~\0\u0085\uFEFF\u2028é0a.\\$";
    private static readonly string[] s_values = ["[]", "{}", "\"\"", "~", "0", "-1", "1e999", "true", "none", "a", "[[a]]", "{a: b}", "${NOPE}", "${TEAM}", "${", "$${", "100%", "9999999d", ".nan", "2026-01-01", "*x", "!!str 5", "full", "канарейка"];

    /// <summary>Signs put in, taken out and swapped.</summary>
    public static string Signs(string text, Random random)
    {
        var mutated = new StringBuilder(text);
        for (var count = random.Next(1, 6); count > 0 && mutated.Length > 0; count--)
        {
            var at = random.Next(mutated.Length);
            switch (random.Next(4))
            {
                case 0:
                    mutated.Remove(at, Math.Min(random.Next(1, 12), mutated.Length - at));
                    break;
                case 1:
                    mutated.Insert(at, Odd[random.Next(Odd.Length)]);
                    break;
                case 2:
                    mutated[at] = Odd[random.Next(Odd.Length)];
                    break;
                default:
                    mutated.Insert(at, text.AsSpan(random.Next(text.Length / 2), random.Next(text.Length / 2)));
                    break;
            }
        }

        return mutated.ToString();
    }

    /// <summary>Values replaced, keys renamed, lines moved, doubled and dropped.</summary>
    public static string Structure(string text, Random random)
    {
        var lines = text.Split('\n').ToList();
        for (var count = random.Next(1, 5); count > 0; count--)
        {
            var at = random.Next(lines.Count);
            var other = random.Next(lines.Count);
            switch (random.Next(6))
            {
                case 0:
                    lines[at] = Replaced(lines[at], random);
                    break;
                case 1:
                    lines.RemoveAt(at);
                    break;
                case 2:
                    lines.Insert(other, lines[at]);
                    break;
                case 3:
                    (lines[at], lines[other]) = (lines[other], lines[at]);
                    break;
                case 4:
                    lines[at] = lines[at].Replace(": ", "x: ", StringComparison.Ordinal);
                    break;
                default:
                    lines[at] = Inner(lines[at], random);
                    break;
            }
        }

        return string.Join('\n', lines);
    }

    // key: value → key: something else
    private static string Replaced(string line, Random random)
    {
        var colon = line.IndexOf(": ", StringComparison.Ordinal);
        return colon < 0 ? line : line[..(colon + 2)] + s_values[random.Next(s_values.Length)];
    }

    // {a: b, c: d} → one of its values something else
    private static string Inner(string line, Random random)
    {
        var parts = line.Split(", ");
        var at = random.Next(parts.Length);
        var colon = parts[at].LastIndexOf(": ", StringComparison.Ordinal);
        var end = parts[at].TrimEnd('}', ']').Length;
        if (colon >= 0 && colon + 2 <= end)
        {
            parts[at] = parts[at][..(colon + 2)] + s_values[random.Next(s_values.Length)] + parts[at][end..];
        }

        return string.Join(", ", parts);
    }
}
