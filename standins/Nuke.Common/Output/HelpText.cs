using Nuke.Common.ValueInjection;

namespace Nuke.Common.Output;

/// <summary>The answer to <c>--help</c>: targets, the build's own parameters, those of every build.</summary>
internal static class HelpText
{
    private const int WidestLine = 90;

    public static void Write(NukeBuild build)
    {
        WriteTargets(build.ExecutableTargets.Where(x => x.Listed).ToList());
        var own = Rows(Parameters.Of(build.GetType()), build);
        var inherited = Rows(Parameters.OfEveryBuild, build);
        var width = Math.Max(16, own.Concat(inherited).Max(x => x.Name.Length)) + 2;
        Console.Out.WriteLine("Parameters:");
        WriteRows(own, width);
        WriteRows(inherited, width);
        Console.Out.WriteLine();
    }

    private static void WriteTargets(IReadOnlyList<Execution.ExecutableTarget> targets)
    {
        var width = Math.Max(20, targets.Select(x => x.Name.Length).DefaultIfEmpty().Max());
        Console.Out.WriteLine("Targets (with their direct dependencies):");
        Console.Out.WriteLine();
        foreach (var target in targets)
        {
            var dependencies = target.ExecutionDependencies.Count == 0 ? "" : $" -> {string.Join(", ", target.ExecutionDependencies.Select(x => x.Name))}";
            Console.Out.WriteLine($"  {(target.Name + (target.IsDefault ? " (default)" : "")).PadRight(width)}{dependencies}".TrimEnd());
            if (!string.IsNullOrWhiteSpace(target.Description))
            {
                Console.Out.WriteLine($"    {target.Description}");
            }
        }

        Console.Out.WriteLine();
    }

    private static List<(string Name, string Text)> Rows(IEnumerable<Parameters.Parameter> parameters, NukeBuild build)
    {
        var defaults = string.Join(", ", build.ExecutableTargets.Where(x => x.IsDefault).Select(x => x.Name));
        return parameters.Where(x => x.Attribute.List)
            .Select(x => (
                ParameterNames.Dashed(x.Name),
                x.Attribute.Description is { } text
                    ? text.Replace("{default_target}", defaults.Length > 0 ? defaults : "<none>", StringComparison.Ordinal).TrimEnd('.') + "."
                    : "<no description>"))
            .OrderBy(x => x.Item1, StringComparer.Ordinal)
            .ToList();
    }

    private static void WriteRows(IReadOnlyList<(string Name, string Text)> rows, int width)
    {
        if (rows.Count > 0)
        {
            Console.Out.WriteLine();
        }

        foreach (var (name, text) in rows)
        {
            var lines = Wrap(text, WidestLine - width - 4);
            Console.Out.WriteLine($"  --{name.PadRight(width)}{lines[0]}");
            lines.Skip(1).ToList().ForEach(x => Console.Out.WriteLine(new string(' ', width + 4) + x));
        }
    }

    private static List<string> Wrap(string text, int width)
    {
        List<string> lines = [""];
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (lines[^1].Length > 0 && lines[^1].Length + 1 + word.Length > width)
            {
                lines.Add("");
            }

            lines[^1] += (lines[^1].Length > 0 ? " " : "") + word;
        }

        return lines;
    }
}
