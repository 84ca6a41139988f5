namespace Sluice.Rollouts.Metrics;

/// <summary>What counting needs to know of a pod.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Uid">Its uid: a pod of the same name may be another one.</param>
/// <param name="Revision">The revision that its labels name; empty without.</param>
/// <param name="Ready">Whether it gets traffic.</param>
/// <param name="Started">When the kubelet took it; <see langword="null"/> before.</param>
/// <param name="Containers">Its containers, without those that run before the others.</param>
public sealed record PodFacts(string Name, string Uid, string Revision, bool Ready, DateTimeOffset? Started, IReadOnlyList<ContainerFacts> Containers);

/// <summary>How often a container's process ended.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Restarts">Starts after the first.</param>
/// <param name="OutOfMemory">Whether it was ended last for using too much memory.</param>
public sealed record ContainerFacts(string Name, int Restarts, bool OutOfMemory);
