using Sluice.Rollouts;
using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Metrics;
using Sluice.Rollouts.Ports;

namespace Sluice.Metrics.Tests.Judging;

/// <summary>Sees what it is told.</summary>
internal sealed class TrialWatch(TrialPods pods) : IStackWatch
{
    public double? Served { get; set; } = 10;

    public bool IsBlind { get; set; }

    public ClusterProblem? Problem => IsBlind ? new ClusterProblem(ClusterProblemKind.Unreachable, "The API server does not answer.", "") : null;

    public LaneSight? See(Lane lane) => IsBlind ? null : new LaneSight(null, null) { Served = Served };

    public IReadOnlyList<PodFacts>? Pods(StackId stack) => IsBlind ? null : stack.Name == "web-new" ? [.. pods.Candidate] : [.. pods.Stable];

    public Task ChangedAsync(CancellationToken cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
