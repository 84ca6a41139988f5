using Sluice.Sandbox.Kubelet.Logs;

namespace Sluice.Sandbox.Kubelet.Processes;

/// <summary>A program to be started.</summary>
/// <param name="File">Absolute path of the executable.</param>
/// <param name="Arguments">Without the executable itself.</param>
/// <param name="Folder">Working directory.</param>
/// <param name="Variables">The whole environment; nothing is inherited.</param>
internal sealed record ProcessLaunch(string File, IReadOnlyList<string> Arguments, string Folder, IReadOnlyDictionary<string, string> Variables);

/// <summary>A program with everything it started.</summary>
internal interface IRunningProcess
{
    /// <summary>The exit code; 128 + the signal's number when it was killed by one. The whole group is gone and the log is complete then.</summary>
    Task<int> Exited { get; }

    /// <summary>SIGTERM to the program itself, as a container runtime sends it to process 1.</summary>
    void Terminate();

    /// <summary>SIGKILL to the whole group.</summary>
    void Kill();
}

internal interface IProcessHost
{
    /// <summary>Starts a program in a session of its own, its output going to <paramref name="log"/>.</summary>
    /// <exception cref="IOException">It could not be started.</exception>
    IRunningProcess Start(ProcessLaunch launch, ContainerLog log);
}
