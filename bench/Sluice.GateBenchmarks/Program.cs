// The metric gate and what others do, on the same simulated traffic: `--help` names the options.
using System.Globalization;
using Sluice.GateBenchmarks;
using Sluice.GateBenchmarks.Measuring;
using Sluice.GateBenchmarks.Reporting;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is ["--help"] or ["-h"])
{
    Console.WriteLine(Options.Usage);
    return 0;
}

var (options, problems) = Options.Parse(args);
if (options is null)
{
    foreach (var problem in problems)
    {
        Console.Error.WriteLine(problem);
    }

    Console.Error.WriteLine(Options.Usage);
    return 2;
}

var start = TimeProvider.System.GetTimestamp();
var counts = options.IsQuick ? RunCounts.Quick : RunCounts.Full;
var figures = new Suite(
    new Experiment(options.Seed, options.Threads),
    counts,
    step => Console.Error.WriteLine($"{TimeProvider.System.GetElapsedTime(start).TotalSeconds,6:0} s  {step}")).Run();

var command = $"dotnet run -c Release --project bench/Sluice.GateBenchmarks --{(options.IsQuick ? " --quick" : "")} --seed {options.Seed}";
var report = MarkdownReport.Write(figures, counts, command, options.Seed, plot: "gate-figures.svg");
Directory.CreateDirectory(options.Folder);
File.WriteAllText(Path.Combine(options.Folder, "gate-figures.md"), report);
File.WriteAllText(Path.Combine(options.Folder, "gate-figures.svg"), SvgPlot.Draw(figures));
Console.WriteLine(report);
Console.WriteLine($"written to {options.Folder}, after {TimeProvider.System.GetElapsedTime(start).TotalSeconds:0} s");
return Targets.Of(figures).All(target => target.IsMet) ? 0 : 1;
