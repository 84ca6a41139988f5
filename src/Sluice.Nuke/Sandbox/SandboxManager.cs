using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;

namespace Sluice.Nuke.Sandbox;

/// <summary>Starts, stops and resets the sandbox of one repository: a process of its own that outlives the build.</summary>
/// <param name="home">Folder with the sandbox's state.</param>
/// <param name="program">The sandbox's assembly (<c>Sluice.Sandbox.dll</c>).</param>
/// <param name="clock">Time for the waits.</param>
public sealed class SandboxManager(string home, string program, TimeProvider clock)
{
    /// <summary>A start that takes longer than this has failed. Usual is about one second.</summary>
    public static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(30);

    /// <summary>A stop that takes longer than this is enforced: pods get three seconds to end, the rest is quick.</summary>
    public static readonly TimeSpan StopDeadline = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(25);

    public string Home { get; } = home;

    /// <summary>The sandbox that runs now, if any.</summary>
    public SandboxState? Current => SandboxState.ReadRunning(Home);

    /// <summary>Makes sure that a sandbox of this very build runs.</summary>
    /// <param name="onNote">Told when something takes time: a start, or a restart because the running one is of another build.</param>
    /// <param name="cancellationToken">Gives up waiting; the sandbox goes on starting.</param>
    public async Task<SandboxOutcome> EnsureRunningAsync(Action<string> onNote, CancellationToken cancellationToken)
    {
        if (!File.Exists(program))
        {
            return new SandboxOutcome.Failed($"The sandbox's program is missing: {program}\nType: ./build.sh Clean, then the same command again.");
        }

        var version = ProgramVersion();
        if (Current is { } running)
        {
            if (running.Version == version)
            {
                return new SandboxOutcome.Running(running, Started: false);
            }

            onNote("The sandbox that runs is of another build: restarting it with its state…");
            if (await StopAsync(cancellationToken).ConfigureAwait(false) is SandboxOutcome.Failed failed)
            {
                return failed;
            }
        }
        else
        {
            onNote("Starting the sandbox…");
        }

        return await StartAloneAsync(version, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends the sandbox and the pods it runs; its state stays.</summary>
    public async Task<SandboxOutcome> StopAsync(CancellationToken cancellationToken)
    {
        if (Current is not { } running)
        {
            return new SandboxOutcome.Stopped(WasRunning: false);
        }

        Signal(running, "TERM");
        if (!await UntilAsync(() => !running.IsAlive(), StopDeadline, cancellationToken).ConfigureAwait(false))
        {
            Signal(running, "KILL");
            if (!await UntilAsync(() => !running.IsAlive(), StopDeadline, cancellationToken).ConfigureAwait(false))
            {
                return new SandboxOutcome.Failed($"The sandbox (process {running.Pid}) does not end. Type: kill -9 {running.Pid}");
            }
        }

        return new SandboxOutcome.Stopped(WasRunning: true);
    }

    /// <summary>Ends the sandbox and forgets everything in it: objects, images, logs, keys.</summary>
    public async Task<SandboxOutcome> ResetAsync(CancellationToken cancellationToken)
    {
        var outcome = await StopAsync(cancellationToken).ConfigureAwait(false);
        if (outcome is SandboxOutcome.Failed)
        {
            return outcome;
        }

        if (Directory.Exists(Home))
        {
            Directory.Delete(Home, recursive: true);
        }

        return outcome;
    }

    /// <summary>Two builds may want the sandbox at the same moment: one starts it, the other then finds it running.</summary>
    private async Task<SandboxOutcome> StartAloneAsync(string version, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Home)!);
        FileStream? turn = null;
        if (!await UntilAsync(() => (turn = TryTakeTurn()) is not null, StartDeadline, cancellationToken).ConfigureAwait(false))
        {
            return new SandboxOutcome.Failed($"Another build has been starting the sandbox for {StartDeadline.TotalSeconds:0} s. Type: ./build.sh SandboxReset");
        }

        using (turn)
        {
            return Current is { } running && running.Version == version
                ? new SandboxOutcome.Running(running, Started: false)
                : await StartAsync(version, cancellationToken).ConfigureAwait(false);
        }
    }

    private FileStream? TryTakeTurn()
    {
        try
        {
            return new FileStream(Home + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private async Task<SandboxOutcome> StartAsync(string version, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Home);
        var console = Path.Combine(Home, "console.log");
        using var launcher = Process.Start(LaunchInfo(console, version))!;
        await launcher.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        var pid = int.Parse(await launcher.StandardOutput.ReadToEndAsync(cancellationToken).ConfigureAwait(false), CultureInfo.InvariantCulture);

        SandboxState? started = null;
        var settled = await UntilAsync(() => (started = Current) is not null || !Directory.Exists($"/proc/{pid}"), StartDeadline, cancellationToken).ConfigureAwait(false);
        if (started is not null)
        {
            return new SandboxOutcome.Running(started, Started: true);
        }

        var what = settled ? "The sandbox ended while starting" : $"The sandbox was not ready within {StartDeadline.TotalSeconds:0} s";
        return new SandboxOutcome.Failed($"{what}:\n{LastLines(console)}\nMore: {Path.Combine(Home, "sandbox.log")}");
    }

    /// <summary>
    /// A shell puts it into a session of its own, away from this terminal's signals, from our output streams and from
    /// whatever else was open (a lock that a caller holds would be held for as long as the sandbox lives), and says its pid.
    /// </summary>
    private ProcessStartInfo LaunchInfo(string console, string version) => new("/bin/sh")
    {
        ArgumentList =
        {
            "-c", "setsid \"$@\" </dev/null >\"$0\" 2>&1 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&- & echo $!",
            console, "dotnet", program, "--home", Home, "--build", version,
        },
        RedirectStandardOutput = true,
        UseShellExecute = false,
    };

    private static void Signal(SandboxState sandbox, string signal)
    {
        using var kill = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", $"kill -{signal} {sandbox.Pid} 2>/dev/null || true"]));
        kill?.WaitForExit();
    }

    /// <summary>Names the build by content: the same sources give the same assemblies, and so need no restart.</summary>
    private string ProgramVersion()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var assembly in Directory.GetFiles(Path.GetDirectoryName(program)!, "Sluice.*.dll").Order(StringComparer.Ordinal))
        {
            hash.AppendData(File.ReadAllBytes(assembly));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..12];
    }

    private async Task<bool> UntilAsync(Func<bool> condition, TimeSpan deadline, CancellationToken cancellationToken)
    {
        for (var start = clock.GetTimestamp(); !condition();)
        {
            if (clock.GetElapsedTime(start) > deadline)
            {
                return false;
            }

            await Task.Delay(PollInterval, clock, cancellationToken).ConfigureAwait(false);
        }

        return true;
    }

    private static string LastLines(string file) =>
        File.Exists(file) ? string.Join('\n', File.ReadLines(file).TakeLast(10).Select(line => "  " + line)) : "  (it printed nothing)";
}
