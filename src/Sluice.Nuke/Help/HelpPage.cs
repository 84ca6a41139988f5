namespace Sluice.Nuke.Help;

/// <summary>The answer to <c>--help</c>: targets in groups, each with its sentence and its parameters.</summary>
internal static class HelpPage
{
    private const int Indent = 2;

    /// <summary>Longer ones have a line of their own: one of them should not push every text to the right.</summary>
    private const int WidestName = 30;

    /// <summary>Gives the lines.</summary>
    /// <param name="targets">All that are listed.</param>
    /// <param name="options">Parameters that belong to no single target, by heading.</param>
    /// <param name="width">Longest line.</param>
    public static IEnumerable<string> Render(IReadOnlyList<HelpTarget> targets, IReadOnlyList<(string Heading, IReadOnlyList<HelpOption> Options)> options, int width)
    {
        var usages = targets.SelectMany(one => one.Options).Concat(options.SelectMany(group => group.Options)).Select(option => option.Usage.Length + Indent);
        var column = targets.Select(one => one.Name.Length).Concat(usages).Where(length => length <= WidestName).DefaultIfEmpty().Max() + Indent + 2;
        yield return "./build.sh [target …] [--parameter value …]";
        var standard = targets.FirstOrDefault(target => target.IsDefault) is { } target ? $"; without one, {target.Name} runs" : "";
        foreach (var line in Wrap($"Targets come first{standard}. Parameters may also stand in variables (NUKE_<NAME>) and in .nuke/parameters.json.", width))
        {
            yield return line;
        }

        foreach (var group in TargetGroups.Sort(targets.Select(one => one.Group)))
        {
            yield return "";
            yield return group;
            foreach (var line in targets.Where(one => one.Group == group).OrderBy(one => Depth(one, targets)).SelectMany(one => Lines(one, column, width)))
            {
                yield return line;
            }
        }

        foreach (var (heading, group) in options.Where(group => group.Options.Count > 0))
        {
            yield return "";
            yield return heading;
            foreach (var line in group.SelectMany(option => Row(Indent, option.Usage, option.Sentence, column, width)))
            {
                yield return line;
            }
        }
    }

    /// <summary>How many stand before it in the longest row of dependencies: a group reads from the first to the last.</summary>
    private static int Depth(HelpTarget target, IReadOnlyList<HelpTarget> all) =>
        target.After.Select(name => all.FirstOrDefault(other => other.Name == name)).OfType<HelpTarget>().Select(other => Depth(other, all) + 1).DefaultIfEmpty().Max();

    private static IEnumerable<string> Lines(HelpTarget target, int column, int width)
    {
        var after = target.After.Count == 0 ? "" : $" [after {string.Join(", ", target.After)}]";
        return Row(Indent, target.Name, target.Sentence + after, column, width)
            .Concat(target.Options.SelectMany(option => Row(2 * Indent, option.Usage, option.Sentence, column, width)));
    }

    /// <summary>A name and its text, wrapped at the column; a name that is too long for it has a line of its own.</summary>
    private static IEnumerable<string> Row(int indent, string name, string text, int column, int width)
    {
        var lines = Wrap(text, width - column);
        var head = new string(' ', indent) + name;
        if (head.Length + 2 > column && lines.Count > 0)
        {
            yield return head;
            head = "";
        }

        yield return (head.PadRight(column) + lines.FirstOrDefault("")).TrimEnd();
        foreach (var line in lines.Skip(1))
        {
            yield return new string(' ', column) + line;
        }
    }

    private static List<string> Wrap(string text, int width)
    {
        var lines = new List<string>();
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (lines.Count > 0 && lines[^1].Length + 1 + word.Length <= width)
            {
                lines[^1] += " " + word;
            }
            else
            {
                lines.Add(word);
            }
        }

        return lines;
    }
}
