using System.Runtime.InteropServices;

namespace Sluice.Sandbox.Kubelet.Processes;

/// <summary>kill(2).</summary>
internal static class Signals
{
    public const int Kill = 9;
    public const int Terminate = 15;

    /// <summary>Sends a signal to a process, or with a negative id to a group. That it is gone already is no error.</summary>
    public static void Send(int id, int signal) => _ = SysKill(id, signal);

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SysKill(int id, int signal);
}
