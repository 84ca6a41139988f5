using System.ComponentModel;
using System.Diagnostics;

namespace Sluice.Images.Publishing;

/// <param name="ExitCode">Of the process; 127 when it could not be started.</param>
/// <param name="Lines">Standard output and error, as they came.</param>
internal sealed record ToolResult(int ExitCode, IReadOnlyList<string> Lines);

/// <summary>Runs a build tool and collects what it says.</summary>
internal static class ToolProcess
{
    private const int NotStarted = 127;
    private const int EndedBySigInt = 130;
    private const int EndedBySigTerm = 143;

    /// <summary>A compiler server may inherit the pipes and outlive the tool: what the tool itself wrote is there at once.</summary>
    private static readonly TimeSpan OutputGrace = TimeSpan.FromMilliseconds(500);

    /// <summary>Ctrl-C on a terminal reaches the tool as well as us, and the tool may be the quicker one.</summary>
    private static readonly TimeSpan SignalGrace = TimeSpan.FromSeconds(1);

    /// <summary>Runs to the end. A tool that a signal ended is not taken for a failed one while our own cancellation may be on its way.</summary>
    public static async Task<ToolResult> RunAsync(string file, IReadOnlyList<string> arguments, string folder, Action<string>? onLine, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        ToolEnvironment.Clean(start.Environment);

        var lines = new List<string>();
        var outputEnded = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var open = 2;
        using var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, received) => Add(received.Data);
        process.ErrorDataReceived += (_, received) => Add(received.Data);
        try
        {
            process.Start();
        }
        catch (Win32Exception exception)
        {
            return new ToolResult(NotStarted, [$"\"{file}\" cannot be started: {exception.Message}"]);
        }

        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await ExitAsync(process, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        if (process.ExitCode is EndedBySigInt or EndedBySigTerm)
        {
            await Task.Delay(SignalGrace, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }

        await Task.WhenAny(outputEnded.Task, Task.Delay(OutputGrace, TimeProvider.System, cancellationToken)).ConfigureAwait(false);
        lock (lines)
        {
            return new ToolResult(process.ExitCode, [.. lines]);
        }

        void Add(string? line)
        {
            if (line is null)
            {
                if (Interlocked.Decrement(ref open) == 0)
                {
                    outputEnded.TrySetResult();
                }

                return;
            }

            lock (lines)
            {
                lines.Add(line);
            }

            onLine?.Invoke(line);
        }
    }

    /// <summary>Waits for the process alone; <see cref="Process.WaitForExitAsync"/> would wait for the pipes as well.</summary>
    private static async Task ExitAsync(Process process, CancellationToken cancellationToken)
    {
        var exited = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => exited.TrySetResult();
        if (process.HasExited)
        {
            return;
        }

        await exited.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }
}
