namespace Sluice.Kubernetes.Readiness;

/// <summary>Kinds of trouble whose duration counts together.</summary>
internal enum TroubleClass
{
    Pull,
    Configuration,
    Start,
    Crash,
    Schedule,
    Create,
    Progress,
    Probe,
    Slow,
}

/// <summary>What is wrong with a pod or workload.</summary>
/// <param name="Class">Its kind.</param>
/// <param name="State">By its Kubernetes name.</param>
/// <param name="Container">The container to blame, or empty.</param>
/// <param name="Reason">One sentence.</param>
/// <param name="Hint">What to do.</param>
/// <param name="FatalAfter">How long it may last before waiting longer is pointless; null if it may pass by itself at any time.</param>
internal sealed record PodTrouble(TroubleClass Class, string State, string Container, string Reason, string Hint, TimeSpan? FatalAfter)
{
    /// <summary>Whether the container's previous run holds the interesting log.</summary>
    public bool HasCrashLog => Class is TroubleClass.Crash;
}
