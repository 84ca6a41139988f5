using Sluice.Sandbox.Kubelet.Pods;

namespace Sluice.Sandbox.Kubelet.Probes;

/// <summary>What came of a probe or hook.</summary>
internal sealed record ActionResult(bool IsGood, string Message);

/// <summary>Asks a container over its pod's address.</summary>
internal interface IActionRunner
{
    /// <summary>Runs an http or tcp action; never throws but for cancellation.</summary>
    Task<ActionResult> RunAsync(PodAction action, string address, TimeSpan timeout, CancellationToken cancellationToken);
}
