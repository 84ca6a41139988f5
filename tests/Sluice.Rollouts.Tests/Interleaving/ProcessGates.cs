using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Machine;
using Sluice.Rollouts.Ports;

namespace Sluice.Rollouts.Tests.Interleaving;

/// <summary>A desk whose answers are the story's.</summary>
internal sealed class ProcessGates(WorldRules rules) : IGateDesk
{
    private readonly Dictionary<string, int> _looks = [];

    public void Look(Lane lane, int step, GateView view) => _looks[lane.Service] = step;

    public GateAnswer? Answer(string service) => _looks.TryGetValue(service, out var step) ? rules.Judge(service, step) : null;

    public GateSight? Sight(string service) => null;

    public byte[]? Learnt(string service) => null;

    public Task ChangedAsync(CancellationToken cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
