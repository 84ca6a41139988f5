using Sluice.Rollouts.Machine;

namespace Sluice.Rollouts.Driver;

/// <summary>A rollout as it stands, for people who watch it.</summary>
/// <param name="Number">Its number in the ledger.</param>
/// <param name="Version">What goes live.</param>
/// <param name="State">What the machine remembers.</param>
/// <param name="Lanes">What is seen of each service, in the order of the plan.</param>
/// <param name="At">When it was seen, by the clock of who drives it.</param>
public sealed record RolloutPicture(int Number, string Version, RolloutState State, IReadOnlyList<LanePicture> Lanes, DateTimeOffset At);

/// <summary>One service in it. <see langword="null"/> stands for unknown.</summary>
/// <param name="Service">Its name.</param>
/// <param name="Seen">Its stacks and pointers.</param>
/// <param name="Answer">The newest answer of its gate.</param>
/// <param name="Gate">The same with its numbers.</param>
/// <param name="StableRevision">The revision that served when the rollout began; empty where nothing did, or where it bears none.</param>
/// <param name="CandidateRevision">The revision on trial.</param>
public sealed record LanePicture(string Service, LaneSight? Seen, GateAnswer? Answer, GateSight? Gate, string StableRevision, string CandidateRevision);
