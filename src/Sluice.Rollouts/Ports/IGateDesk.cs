using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Machine;

namespace Sluice.Rollouts.Ports;

/// <summary>
/// Lets the gates of a rollout look, each at its own pace, beside the driver. Ends with its disposal. What it cannot find out is no
/// answer that passes.
/// </summary>
public interface IGateDesk : IAsyncDisposable
{
    /// <summary>The gate of the lane looks at this step from now on, with the share that is really served. Again for the same step: nothing new.</summary>
    void Look(Lane lane, int step, GateView view);

    /// <summary>The newest answer; <see langword="null"/> before the first.</summary>
    GateAnswer? Answer(string service);

    /// <summary>The newest answer with its numbers, for people; <see langword="null"/> before the first.</summary>
    GateSight? Sight(string service);

    /// <summary>What the gate has learnt, for the journal; <see langword="null"/> where there is nothing.</summary>
    byte[]? Learnt(string service);

    /// <summary>Ends with the next answer that was not there when <see cref="Answer"/> was last called; may end without one.</summary>
    Task ChangedAsync(CancellationToken cancellationToken);
}

/// <summary>Opens a desk for a rollout.</summary>
public interface IGateDesks
{
    /// <param name="lanes">The lanes of the rollout.</param>
    /// <param name="watch">Knows the pods.</param>
    /// <param name="learnt">What gates learnt before a restart, by service; what cannot be read is begun anew.</param>
    IGateDesk Open(IReadOnlyList<Lane> lanes, IStackWatch watch, IReadOnlyDictionary<string, byte[]> learnt);
}
