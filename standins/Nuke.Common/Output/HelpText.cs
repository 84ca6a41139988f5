using Nuke.Common.ValueInjection;

namespace Nuke.Common.Output;

/// <summary>The answer to <c>--help</c>.</summary>
internal static class HelpText
{
    private const int RedirectedWidth = 120;

    public static void Write(NukeBuild build)
    {
        var targets = build.ExecutableTargets.Where(x => x.Listed).ToList();
        WriteTable("Targets (what they depend on in brackets):", targets.Select(x => (x.Name + (x.IsDefault ? " (default)" : ""), Describe(x))));
        var parameters = Parameters.Of(build.GetType())
            .Where(x => x.Attribute.Description != null)
            .Select(x => (ParameterNames.Dashed(x.Name), x.Attribute.Description))
            .OrderBy(x => x.Item1, StringComparer.Ordinal);
        WriteTable("Parameters:", parameters.Select(x => ("--" + x.Item1, x.Description)));
        WriteTable("Options:", BuildOptions.Descriptions.Select(x => ("--" + x.Name, x.Description)));
    }

    private static string Describe(Execution.ExecutableTarget target)
    {
        var dependencies = target.ExecutionDependencies.Select(x => x.Name).ToList();
        return (target.Description + (dependencies.Count == 0 ? "" : $" [{string.Join(", ", dependencies)}]")).TrimStart();
    }

    private static void WriteTable(string title, IEnumerable<(string Name, string Text)> rows)
    {
        var all = rows.ToList();
        if (all.Count == 0)
        {
            return;
        }

        var first = all.Max(x => x.Name.Length) + 4;
        var width = Math.Max(40, (Console.IsOutputRedirected ? RedirectedWidth : Console.WindowWidth) - first - 1);
        Console.Out.WriteLine(Ansi.Bold(title));
        Console.Out.WriteLine();
        foreach (var (name, text) in all)
        {
            var lines = Wrap(text, width).DefaultIfEmpty("").ToList();
            Console.Out.WriteLine($"  {name.PadRight(first - 2)}{lines[0]}".TrimEnd());
            lines.Skip(1).ToList().ForEach(x => Console.Out.WriteLine(new string(' ', first) + x));
        }

        Console.Out.WriteLine();
    }

    private static IEnumerable<string> Wrap(string text, int width)
    {
        var line = "";
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line;
                line = "";
            }

            line += (line.Length > 0 ? " " : "") + word;
        }

        if (line.Length > 0)
        {
            yield return line;
        }
    }
}
