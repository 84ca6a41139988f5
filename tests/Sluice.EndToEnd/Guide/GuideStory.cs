using System.Diagnostics;
using System.Text.RegularExpressions;
using Sluice.EndToEnd.Harness;

namespace Sluice.EndToEnd.Guide;

/// <summary>Does what a page says, in a folder, as its reader would.</summary>
internal sealed class GuideStory(string folder, IReadOnlyDictionary<string, string> variables)
{
    /// <summary>Packing and a first compile are the longest that a page asks for.</summary>
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(6);

    public async Task LiveAsync(GuidePage page)
    {
        foreach (var step in page.Steps)
        {
            switch (step)
            {
                case GuideStep.Write write:
                    var path = Path.Combine(folder, write.Path);
                    Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                    await File.WriteAllTextAsync(path, write.Content);
                    break;
                case GuideStep.Run run:
                    Check($"{page.Name}.md:{run.Line}", run, await RunAsync(run.Script));
                    break;
                default:
                    throw new InvalidOperationException($"{step.GetType().Name} is no step");
            }
        }
    }

    private static void Check(string place, GuideStep.Run run, (int ExitCode, string Output) answer)
    {
        if (answer.ExitCode != run.ExitCode)
        {
            Assert.Fail($"{place}: exit code {answer.ExitCode} instead of {run.ExitCode}. It printed:\n{answer.Output}");
        }

        var lines = answer.Output.Split('\n');
        var next = 0;
        foreach (var wanted in run.Output)
        {
            var pattern = new Regex(Regex.Escape(wanted.Trim()).Replace("…", ".*", StringComparison.Ordinal), RegexOptions.None, TimeSpan.FromSeconds(5));
            var found = Array.FindIndex(lines, next, line => pattern.IsMatch(line));
            if (found < 0)
            {
                Assert.Fail($"{place}: no line like '{wanted.Trim()}' (from line {next + 1} on). It printed:\n{answer.Output}");
            }

            next = found + 1;
        }
    }

    private async Task<(int ExitCode, string Output)> RunAsync(string script)
    {
        var start = new ProcessStartInfo("bash", ["-euo", "pipefail", "-c", $"exec 2>&1\n{script}"])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (var name in start.Environment.Keys.Where(RunningBuild.IsForeign).ToList())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        using var limit = new CancellationTokenSource(s_limit);
        try
        {
            var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, output);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"Longer than {s_limit.TotalMinutes:0} minutes: {script}");
        }
    }
}
