using System.ComponentModel;
using System.Diagnostics;
using Sluice.Sandbox.Kubelet.Logs;

namespace Sluice.Sandbox.Kubelet.Processes;

/// <summary>
/// Starts programs through <c>setsid</c> and a shell that waits for a word before it becomes the program: only when the watchdog
/// knows the group is the word given, so a sandbox killed in between leaves nothing.
/// </summary>
internal sealed class ProcessHost : IProcessHost, IDisposable
{
    private const string Gate = "exec 3<&- 4<&- 5<&- 6<&- 7<&- 8<&- 9<&-; read -r _ || exit 125; exec \"$@\" </dev/null";
    private const string SetSid = "setsid";
    private readonly string _setsid;
    private readonly Watchdog _watchdog;

    /// <exception cref="IOException"><c>setsid</c> or a shell is missing.</exception>
    public ProcessHost()
    {
        _setsid = HostPrograms.Find(SetSid) ?? throw new IOException("setsid is not in the PATH; it is in the package util-linux");
        _watchdog = new Watchdog(_setsid);
    }

    public IRunningProcess Start(ProcessLaunch launch, ContainerLog log)
    {
        var info = new ProcessStartInfo(_setsid)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = launch.Folder,
        };
        foreach (string argument in (string[])["/bin/sh", "-c", Gate, "sh", launch.File, .. launch.Arguments])
        {
            info.ArgumentList.Add(argument);
        }

        info.Environment.Clear();
        foreach (var (name, value) in launch.Variables)
        {
            info.Environment[name] = value;
        }

        try
        {
            var process = Process.Start(info) ?? throw new IOException($"{launch.File} did not start");
            Release(process);
            return new RunningProcess(process, log, _watchdog);
        }
        catch (Win32Exception e)
        {
            throw new IOException($"{launch.File} cannot be started: {e.Message}", e);
        }
    }

    public void Dispose() => _watchdog.Dispose();

    private void Release(Process process)
    {
        try
        {
            _watchdog.Add(process.Id);
            process.StandardInput.Write("go\n");
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // Without the watchdog nothing runs: the gate sees its pipe end and leaves.
            process.Dispose();
            throw;
        }
    }
}
