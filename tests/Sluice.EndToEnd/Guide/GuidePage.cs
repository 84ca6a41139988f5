using System.Globalization;
using System.Text.RegularExpressions;

namespace Sluice.EndToEnd.Guide;

/// <summary>
/// A page of the guide, read as the story that its reader lives through. Every fenced block is a step:
/// <list type="bullet">
/// <item><c>sh</c> is typed; <c>&lt;!-- exit: 2 --&gt;</c> above it says how it ends if not with 0;</item>
/// <item><c>text</c> right after it is what it prints, among other lines; <c>…</c> stands for anything;</item>
/// <item>any other block has <c>&lt;!-- file: path --&gt;</c> above it and is written there.</item>
/// </list>
/// </summary>
/// <param name="StartsEmpty">In an empty folder; otherwise in the sample application (<c>&lt;!-- start: empty --&gt;</c> or <c>sample</c> in the page).</param>
internal sealed partial record GuidePage(string Name, bool StartsEmpty, IReadOnlyList<GuideStep> Steps)
{
    /// <exception cref="FormatException">The page has a block that is no step.</exception>
    public static GuidePage Read(string name, IReadOnlyList<string> lines)
    {
        var steps = new List<GuideStep>();
        var marks = new Dictionary<string, string>(StringComparer.Ordinal);
        string? start = null;
        for (var index = 0; index < lines.Count; index++)
        {
            if (Mark().Match(lines[index]) is { Success: true } mark)
            {
                marks[mark.Groups[1].Value] = mark.Groups[2].Value;
                start = marks.GetValueOrDefault("start") ?? start;
                continue;
            }

            if (!lines[index].StartsWith("```", StringComparison.Ordinal))
            {
                continue;
            }

            var (opened, language) = (index + 1, lines[index][3..].Trim());
            var content = lines.Skip(opened).TakeWhile(line => !line.StartsWith("```", StringComparison.Ordinal)).ToList();
            index = opened + content.Count;
            Add(steps, language, content, marks, $"{name}:{opened.ToString(CultureInfo.InvariantCulture)}", opened);
            marks.Clear();
        }

        return new GuidePage(name, start is "empty", start is null ? throw new FormatException($"{name}: where does the story start? Write <!-- start: empty --> or <!-- start: sample -->.") : steps);
    }

    private static void Add(List<GuideStep> steps, string language, List<string> content, Dictionary<string, string> marks, string place, int line)
    {
        switch (language)
        {
            case "sh":
                var exitCode = int.Parse(marks.GetValueOrDefault("exit", "0"), CultureInfo.InvariantCulture);
                steps.Add(new GuideStep.Run(string.Join('\n', content), exitCode, []) { Line = line });
                break;
            case "text" when steps is [.., GuideStep.Run { Output: [] } run]:
                steps[^1] = run with { Output = [.. content.Where(text => text.Trim().Length > 0)] };
                break;
            default:
                var path = marks.GetValueOrDefault("file") ?? throw new FormatException($"{place}: a block of '{language}' that nobody runs; write <!-- file: path --> above it.");
                steps.Add(new GuideStep.Write(path, string.Join('\n', content) + "\n") { Line = line });
                break;
        }
    }

    [GeneratedRegex("^<!-- (start|file|exit): (.+?) -->$")]
    private static partial Regex Mark();
}
