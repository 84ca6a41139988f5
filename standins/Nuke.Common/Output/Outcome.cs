using System.Globalization;
using Nuke.Common.Execution;
using Serilog.Events;

namespace Nuke.Common.Output;

/// <summary>What is printed after the last target.</summary>
internal static class Outcome
{
    public static void WriteErrorsAndWarnings()
    {
        var events = Logging.InMemorySink.Instance.LogEvents;
        if (events.Count == 0)
        {
            return;
        }

        Console.Out.WriteLine();
        Console.Out.WriteLine("Warnings and errors again:");
        foreach (var logEvent in events)
        {
            var isError = logEvent.Level >= LogEventLevel.Error;
            var target = logEvent.Properties.GetValueOrDefault("Target") is ScalarValue { Value: string name } ? name + ": " : "";
            var text = $"[{(isError ? "ERR" : "WRN")}] {target}{logEvent.RenderMessage(CultureInfo.InvariantCulture)}"
                + (logEvent.Exception is { } exception ? $": {exception.GetType().Name}: {exception.Message}" : "");
            Console.Out.WriteLine(isError ? Ansi.Red(text) : Ansi.Yellow(text));
        }
    }

    public static void WriteTargets(INukeBuild build)
    {
        var rows = build.ExecutionPlan.Where(x => x.Status is not ExecutionStatus.Collective).ToList();
        var first = Math.Max(20, rows.Select(x => x.Name.Length).DefaultIfEmpty().Max() + 2);
        var line = new string('─', first + 24);
        Console.Out.WriteLine();
        Console.Out.WriteLine(line);
        Console.Out.WriteLine($"{"Target".PadRight(first)}{"Status",-12}{"Duration",12}");
        Console.Out.WriteLine(line);
        foreach (var row in rows)
        {
            Console.Out.WriteLine($"{row.Name.PadRight(first)}{Painted(row.Status)}{Text(row),12}{Details(row)}");
        }

        Console.Out.WriteLine(line);
        var total = rows.Aggregate(TimeSpan.Zero, (sum, x) => sum + x.Duration);
        Console.Out.WriteLine($"{"Total".PadRight(first)}{"",-12}{Text(total),12}");
        Console.Out.WriteLine(line);
    }

    public static void WriteBuild(INukeBuild build)
    {
        Console.Out.WriteLine();
        Console.Out.WriteLine(build.IsSucceeding ? Ansi.Green("Build succeeded.") : Ansi.Red("Build failed."));
    }

    private static string Painted(ExecutionStatus status)
    {
        var text = status.ToString().PadRight(12);
        return status switch
        {
            ExecutionStatus.Succeeded => Ansi.Green(text),
            ExecutionStatus.Failed or ExecutionStatus.Aborted => Ansi.Red(text),
            ExecutionStatus.NotRun => Ansi.Yellow(text),
            _ => text,
        };
    }

    private static string Text(ExecutableTarget target) =>
        target.Status is ExecutionStatus.Skipped or ExecutionStatus.NotRun ? "" : Text(target.Duration);

    private static string Text(TimeSpan duration) => duration < TimeSpan.FromSeconds(1)
        ? "< 1 s"
        : string.Create(CultureInfo.InvariantCulture, $"{(int)duration.TotalMinutes}:{duration.Seconds:00}");

    private static string Details(ExecutableTarget target)
    {
        var details = target.SummaryInformation.Select(x => $"{x.Key}: {x.Value}").ToList();
        return details.Count == 0 ? "" : "   // " + string.Join(", ", details);
    }
}
