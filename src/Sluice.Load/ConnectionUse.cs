namespace Sluice.Load;

/// <summary>The two kinds of requests, which a rolling update can lose in two ways.</summary>
public enum ConnectionUse
{
    /// <summary>On a connection of its own, as a user's first: lost when a proxy picks a pod that no longer listens.</summary>
    New,

    /// <summary>On a connection that earlier requests used: lost when a pod closes it beneath them.</summary>
    KeptAlive,
}
