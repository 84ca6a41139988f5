using System.ComponentModel;
using System.Diagnostics;
using Sluice.Images.Publishing;

namespace Sluice.Nuke.Hosting;

/// <summary>Runs a program and hands over its output line by line; its whole process tree ends when the caller cancels.</summary>
/// <param name="FileName">Program, looked up on the path.</param>
/// <param name="Arguments">Passed as they are, without a shell.</param>
/// <param name="WorkingDirectory">Where it runs.</param>
public sealed record Command(string FileName, IReadOnlyList<string> Arguments, string WorkingDirectory)
{
    /// <summary>The exit code that stands for "the program could not be started", as shells use it.</summary>
    public const int NotFound = 127;

    /// <summary>Runs to the end.</summary>
    /// <param name="onLine">Called for each line of standard output and standard error, one at a time.</param>
    /// <param name="cancellationToken">Kills the program and everything it started.</param>
    /// <returns>Its exit code, or <see cref="NotFound"/>.</returns>
    public async Task<int> RunAsync(Action<string> onLine, CancellationToken cancellationToken)
    {
        using var process = new Process { StartInfo = StartInfo() };
        var gate = new Lock();
        DataReceivedEventHandler forward = (_, line) =>
        {
            if (line.Data is not null)
            {
                lock (gate)
                {
                    onLine(line.Data);
                }
            }
        };
        process.OutputDataReceived += forward;
        process.ErrorDataReceived += forward;

        try
        {
            process.Start();
        }
        catch (Win32Exception)
        {
            return NotFound;
        }

        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return process.ExitCode;
    }

    /// <summary>Runs to the end and collects the output.</summary>
    public async Task<(int ExitCode, IReadOnlyList<string> Lines)> CaptureAsync(CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        var exitCode = await RunAsync(lines.Add, cancellationToken).ConfigureAwait(false);
        return (exitCode, lines);
    }

    private ProcessStartInfo StartInfo()
    {
        var info = new ProcessStartInfo(FileName)
        {
            WorkingDirectory = WorkingDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        ToolEnvironment.Clean(info.Environment);
        foreach (var argument in Arguments)
        {
            info.ArgumentList.Add(argument);
        }

        return info;
    }
}
