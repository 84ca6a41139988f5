using System.Diagnostics;

namespace Sluice.EndToEnd.Harness;

/// <summary>A run of the build as a process of its own, in a process group of its own as a terminal makes it.</summary>
internal sealed class RunningBuild : IDisposable
{
    /// <summary>A run that takes longer hangs.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(100);

    /// <summary>Variables by which the test run that we are part of would speak to the build.</summary>
    private static readonly string[] s_foreign = ["MSBUILD", "VSTEST", "DOTNET_CLI_", "DOTNET_HOST_PATH", "DOTNET_STARTUP", "KUBECONFIG", "GITHUB_", "TESTING"];

    private readonly Process _process;
    private readonly string _command;
    private readonly long _started;
    private readonly List<string> _lines = [];

    private RunningBuild(Process process, string command)
    {
        _process = process;
        _command = command;
        _started = TimeProvider.System.GetTimestamp();
    }

    public int Pid => _process.Id;

    /// <param name="program">Path of <c>_build.dll</c>.</param>
    /// <param name="root">The workspace.</param>
    /// <param name="arguments">Targets and options.</param>
    /// <param name="variables">Environment variables that it gets besides.</param>
    public static RunningBuild Start(string program, string root, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? variables = null)
    {
        // Whoever starts the tests in the background has SIGINT ignored, and children inherit that.
        var start = new ProcessStartInfo("env", ["--default-signal=INT", "setsid", "dotnet", program, .. arguments, "--root", root])
        {
            WorkingDirectory = root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(IsForeign).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["NUKE_TELEMETRY_OPTOUT"] = "1";
        foreach (var (name, value) in variables ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        var build = new RunningBuild(new Process { StartInfo = start }, string.Join(' ', arguments));
        build._process.OutputDataReceived += (_, line) => build.Keep(line.Data);
        build._process.ErrorDataReceived += (_, line) => build.Keep(line.Data);
        build._process.Start();
        build._process.StandardInput.Close();
        build._process.BeginOutputReadLine();
        build._process.BeginErrorReadLine();
        return build;
    }

    /// <summary>Waits until it has printed a text.</summary>
    public async Task SaysAsync(string text)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!Printed().Any(line => line.Contains(text, StringComparison.Ordinal)))
        {
            if (_process.HasExited || limit.IsCancellationRequested)
            {
                Assert.Fail($"{_command} never said: {text}. It printed:\n{string.Join('\n', Printed())}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), CancellationToken.None);
        }
    }

    /// <summary>Sends a signal to the build alone, as a CI server does.</summary>
    public Task SignalAsync(string signal) => Shell.SignalAsync(signal, Pid);

    /// <summary>Sends a signal to the build and all it started, as Ctrl-C on a terminal does.</summary>
    public Task SignalGroupAsync(string signal) => Shell.SignalAsync(signal, -Pid);

    /// <summary>Waits until the process has ended and its output is closed by all who held it.</summary>
    public async Task<BuildResult> EndAsync()
    {
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            var state = _process.HasExited ? "ended, but something it started holds its output" : "did not end";
            Kill();
            Assert.Fail($"{_command} {state} within {Limit.TotalSeconds:0} s. It printed:\n{string.Join('\n', Printed())}");
        }

        return new BuildResult(_command, _process.ExitCode, Printed(), TimeProvider.System.GetElapsedTime(_started));
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    private void Kill()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }
    }

    public static bool IsForeign(string name) => s_foreign.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    private void Keep(string? line)
    {
        lock (_lines)
        {
            if (line is not null)
            {
                _lines.Add(line);
            }
        }
    }

    private List<string> Printed()
    {
        lock (_lines)
        {
            return [.. _lines];
        }
    }
}
