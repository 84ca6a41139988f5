using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Machine;
using Sluice.Rollouts.Metrics;
using Sluice.Rollouts.Ports;

namespace Sluice.Rollouts.Tests.Interleaving;

/// <summary>What is seen lags behind what is, and stands still with the process.</summary>
internal sealed class ProcessWatch : IStackWatch
{
    private static readonly TimeSpan s_lag = TimeSpan.FromMilliseconds(50);

    private readonly ApiServer _server;
    private readonly ITimer _timer;
    private IReadOnlyDictionary<string, ApiObject> _seen;

    public ProcessWatch(ApiServer server, Process process)
    {
        (_server, _seen) = (server, server.Objects);
        _timer = process.CreateTimer(_ => Refresh(), null, s_lag, Timeout.InfiniteTimeSpan);
    }

    public ClusterProblem? Problem => null;

    public LaneSight? See(Lane lane)
    {
        var pointer = Find<PointerObject>(PointerObject.KeyOf(lane.Service));
        var route = Find<RouteObject>(RouteObject.KeyOf(lane.Service));
        var stable = lane.Stable is { } id ? Find<StackObject>(StackObject.KeyOf(id.Name)) : null;
        var scaler = lane.Stable is null ? null : Find<ScalerObject>(ScalerObject.KeyOf(lane.Stable.Name));
        var isNamed = pointer?.Serving == lane.Candidate.Name;
        return new LaneSight(Sight(stable), Sight(Find<StackObject>(StackObject.KeyOf(lane.Candidate.Name))))
        {
            Weight = isNamed ? 100 : route?.Candidate == lane.Candidate.Name ? route.Weight : 0,
            IsPromoted = isNamed && route is null or { Weight: 0 },
            IsHeld = stable is not null && (scaler is null ? stable.IsHeld : scaler.Held is { } held && scaler.Min >= held.Pods && scaler.Min >= stable.Pods),
            IsWarm = lane.Stable is not null && stable?.IsWarm != false,
        };
    }

    public IReadOnlyList<PodFacts>? Pods(StackId stack) => [];

    public Task ChangedAsync(CancellationToken cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken);

    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private void Refresh()
    {
        _seen = _server.Objects;
        _timer.Change(s_lag, Timeout.InfiniteTimeSpan);
    }

    private T? Find<T>(string key)
        where T : ApiObject => _seen.GetValueOrDefault(key) as T;

    private StackSight Sight(StackObject? stack) => stack is null ? new StackSight(0, 0) : new StackSight(stack.Pods, stack.Ready(_server.Now));
}
