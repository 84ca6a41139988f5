using System.Collections.Concurrent;
using Sluice.Sandbox.Controllers.Events;
using Sluice.Sandbox.Kubelet.Images;
using Sluice.Sandbox.Kubelet.Launching;
using Sluice.Sandbox.Kubelet.Logs;
using Sluice.Sandbox.Kubelet.Probes;
using Sluice.Sandbox.Kubelet.Processes;
using Sluice.Sandbox.Store;

namespace Sluice.Sandbox.Kubelet;

/// <summary>What all pod workers share.</summary>
internal sealed record KubeletServices
{
    public const string Component = "kubelet";

    public required string Home { get; init; }

    public required string HostAddress { get; init; }

    public required IObjectStore Store { get; init; }

    public required TimeProvider Time { get; init; }

    public required EventRecorder Events { get; init; }

    public required IImagePuller Images { get; init; }

    public required IProcessHost Processes { get; init; }

    public required IActionRunner Actions { get; init; }

    public required ContainerLauncher Launcher { get; init; }

    public required PodAddresses Addresses { get; init; }

    public required Serilog.ILogger Log { get; init; }

    /// <summary>Logs that are still written to, by path.</summary>
    public ConcurrentDictionary<string, ContainerLog> OpenLogs { get; } = new();

    public PodFolder FolderOf(string uid) => new(Path.Combine(Home, "pods", uid));
}
