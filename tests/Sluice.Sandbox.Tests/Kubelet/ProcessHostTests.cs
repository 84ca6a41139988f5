using System.Diagnostics;
using System.Globalization;
using Sluice.Sandbox.Kubelet.Logs;
using Sluice.Sandbox.Kubelet.Processes;

namespace Sluice.Sandbox.Tests.Kubelet;

/// <summary>Real processes, signals and groups.</summary>
public sealed class ProcessHostTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sluice-process").FullName;
    private readonly ProcessHost _host = new();

    [Fact]
    public async Task Start_Program_HasItsEnvironmentAloneAndItsOutputIsLogged()
    {
        var process = Start("/usr/bin/env", [], new() { ["A"] = "b c" });

        Assert.Equal(0, await process.Exited);
        string[] lines = LogLines();
        Assert.Contains("A=b c", lines);
        Assert.DoesNotContain(lines, l => l.StartsWith("HOME=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Terminate_TrapsIt_ExitsWithItsOwnCode()
    {
        var process = Shell("trap 'exit 7' TERM; echo up; while :; do sleep 0.02; done");
        await UntilAsync(() => LogLines().Contains("up"));

        process.Terminate();

        Assert.Equal(7, await process.Exited.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task Kill_WholeGroup_TakesGrandchildrenAlong()
    {
        var process = Shell("sleep 1000 & echo $!; trap '' TERM; wait; wait");
        await UntilAsync(() => LogLines().Length == 1);
        int grandchild = int.Parse(LogLines()[0], CultureInfo.InvariantCulture);

        process.Kill();

        Assert.Equal(137, await process.Exited.WaitAsync(TimeSpan.FromSeconds(10)));
        await UntilAsync(() => !IsAlive(grandchild));
    }

    [Fact]
    public async Task Exit_ChildrenLeftBehind_AreKilledAndTheEndIsSeen()
    {
        var process = Shell("sleep 1000 & echo $!");

        Assert.Equal(0, await process.Exited.WaitAsync(TimeSpan.FromSeconds(10)));
        int child = int.Parse(LogLines()[0], CultureInfo.InvariantCulture);
        await UntilAsync(() => !IsAlive(child));
    }

    [Fact]
    public async Task Watchdog_PipeEnds_KillsEveryListedGroup()
    {
        var gone = Shell("echo $$");
        await gone.Exited;
        var process = Shell("echo $$; sleep 1000");
        await UntilAsync(() => LogLines().Length == 2);

        // What the kernel does to the pipe when the sandbox is killed.
        _host.Dispose();

        Assert.Equal(137, await process.Exited.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task Leftovers_CarryTheMark_AreKilledWhereverTheyWent()
    {
        var process = Start("/bin/sh", ["-c", "setsid sleep 1000 & echo $!; sleep 1000"], new() { ["PATH"] = HostPrograms.Path, [Leftovers.Mark] = _folder });
        await UntilAsync(() => LogLines().Length == 1);

        Assert.InRange(Leftovers.Kill(_folder), 2, 4);

        Assert.Equal(137, await process.Exited.WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.Equal(0, Leftovers.Kill(_folder + "x"));
    }

    public void Dispose()
    {
        Leftovers.Kill(_folder);
        _host.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static bool IsAlive(int id) =>
        File.Exists($"/proc/{id}/stat") && !File.ReadAllText($"/proc/{id}/stat").Contains(") Z", StringComparison.Ordinal);

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var watch = Stopwatch.StartNew(); !condition(); await Task.Delay(10))
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), "did not happen within 10 s");
        }
    }

    private IRunningProcess Shell(string script) => Start("/bin/sh", ["-c", script], new() { ["PATH"] = HostPrograms.Path, [Leftovers.Mark] = _folder });

    private IRunningProcess Start(string file, string[] arguments, Dictionary<string, string> variables) =>
        _host.Start(new ProcessLaunch(file, arguments, _folder, variables), new ContainerLog(Path.Combine(_folder, "log"), TimeProvider.System));

    private string[] LogLines() => File.Exists(Path.Combine(_folder, "log"))
        ? File.ReadAllLines(Path.Combine(_folder, "log")).Select(l => l[(l.IndexOf(' ', StringComparison.Ordinal) + 1)..]).ToArray()
        : [];
}
