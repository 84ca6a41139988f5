using System.Diagnostics;

namespace Sluice.EndToEnd.Harness;

/// <summary>Small tools of the system.</summary>
internal static class Shell
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    /// <summary>Runs a tool to its end.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message holds what it printed.</exception>
    public static async Task RunAsync(string folder, string program, params string[] arguments)
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true },
        };
        process.Start();
        using var limit = new CancellationTokenSource(s_patience);
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var errors = process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {await output}{await errors}");
        }
    }

    /// <summary>Sends a signal.</summary>
    /// <param name="signal"><c>INT</c>, <c>TERM</c>, <c>KILL</c>.</param>
    /// <param name="target">A pid, or minus a process group's number.</param>
    public static Task SignalAsync(string signal, int target) =>
        RunAsync("/", "/bin/sh", "-c", $"kill -{signal} {target.ToString(System.Globalization.CultureInfo.InvariantCulture)}");
}
