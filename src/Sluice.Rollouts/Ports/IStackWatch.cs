using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Metrics;

namespace Sluice.Rollouts.Ports;

/// <summary>Follows stacks and pointers by watching; begins with <see cref="IStackWatcher"/>, ends with its disposal.</summary>
public interface IStackWatch : IAsyncDisposable
{
    /// <summary>What is seen of a lane now; from memory, no request. <see langword="null"/> while it is not known, for instance as the connection is lost.</summary>
    LaneSight? See(Lane lane);

    /// <summary>The pods of a stack that are not on their way out; <see langword="null"/> while that is not known.</summary>
    IReadOnlyList<PodFacts>? Pods(StackId stack);

    /// <summary>Ends with the next change that was not yet there when <see cref="See"/> was last called; may end without one.</summary>
    Task ChangedAsync(CancellationToken cancellationToken);

    /// <summary>What keeps it from seeing; <see langword="null"/> while it sees.</summary>
    ClusterProblem? Problem { get; }
}

/// <summary>Begins to follow stacks and pointers.</summary>
public interface IStackWatcher
{
    /// <summary>Returns when everything was seen once.</summary>
    Task<ClusterResult<IStackWatch>> WatchAsync(IReadOnlyList<Lane> lanes, CancellationToken cancellationToken);
}
