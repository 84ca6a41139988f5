using System.Diagnostics;
using Sluice.Sandbox.Kubelet.Logs;

namespace Sluice.Sandbox.Kubelet.Processes;

internal sealed class RunningProcess : IRunningProcess
{
    private readonly Process _process;
    private readonly int _group;
    private readonly Lock _lock = new();
    private bool _hasExited;

    public RunningProcess(Process process, ContainerLog log, Watchdog watchdog)
    {
        _process = process;
        _group = process.Id;
        Exited = RunAsync(log, watchdog);
    }

    public Task<int> Exited { get; }

    public void Terminate() => Send(_group, Signals.Terminate);

    public void Kill() => Send(-_group, Signals.Kill);

    private void Send(int id, int signal)
    {
        lock (_lock)
        {
            // After the end the number may be another's.
            if (!_hasExited)
            {
                Signals.Send(id, signal);
            }
        }
    }

    private async Task<int> RunAsync(ContainerLog log, Watchdog watchdog)
    {
        var output = Task.WhenAll(
            log.PumpAsync(_process.StandardOutput.BaseStream, CancellationToken.None),
            log.PumpAsync(_process.StandardError.BaseStream, CancellationToken.None));
        await _process.WaitForExitAsync().ConfigureAwait(false);
        int code = _process.ExitCode;
        lock (_lock)
        {
            _hasExited = true;

            // What the program left behind in its group goes too; the group's number cannot be reused while a member lives.
            Signals.Send(-_group, Signals.Kill);
        }

        watchdog.Remove(_group);
        await output.ConfigureAwait(false);
        log.Dispose();
        _process.Dispose();
        return code;
    }
}
