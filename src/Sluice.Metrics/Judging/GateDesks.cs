using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Ports;

namespace Sluice.Metrics.Judging;

/// <summary>Opens desks whose gates look at pods.</summary>
/// <param name="sources">Opens what gates read; stays open longer than any desk.</param>
/// <param name="time">Clock.</param>
/// <param name="notice">Told what people should know and no answer says: a state that could not be read, a gate that begins anew.</param>
public sealed class GateDesks(IGateSources sources, TimeProvider time, Action<string> notice) : IGateDesks
{
    /// <summary>Time between two looks.</summary>
    /// <value>5 s</value>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long asking how stable behaved before may take; after that a gate begins without knowing.</summary>
    /// <value>5 s</value>
    public TimeSpan PastLimit { get; init; } = TimeSpan.FromSeconds(5);

    internal IGateSources Sources => sources;

    internal TimeProvider Time => time;

    internal Action<string> Notice => notice;

    public IGateDesk Open(IReadOnlyList<Lane> lanes, IStackWatch watch, IReadOnlyDictionary<string, byte[]> learnt) => new GateDesk(this, lanes, watch, learnt);
}
