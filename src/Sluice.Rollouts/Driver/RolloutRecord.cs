using Sluice.Manifests.Stacks;
using Sluice.Rollouts.Machine;

namespace Sluice.Rollouts.Driver;

/// <summary>How far a rollout is, as a whole. The closed list.</summary>
public enum RolloutStage
{
    /// <summary>What stable and candidate share is being added to; no candidate exists yet.</summary>
    Preparing,

    /// <summary>The machine decides.</summary>
    Driving,

    /// <summary>The machine is done; what the outcome asks for is being settled: shared objects, autoscalers, the ledger.</summary>
    Settling,

    /// <summary>Nothing is left to do.</summary>
    Over,
}

/// <summary>Everything that another machine needs to go on with a rollout. Written before anything is done, and after.</summary>
/// <param name="Number">Its number in the ledger.</param>
/// <param name="Release">What goes live.</param>
/// <param name="Stage">How far it is.</param>
/// <param name="State">What the machine remembers.</param>
/// <param name="Lanes">Which stacks served when it began.</param>
/// <param name="StartedAt">By the clock of who began it.</param>
public sealed record RolloutRecord(
    int Number, Release Release, RolloutStage Stage, RolloutState State, IReadOnlyList<LaneRecord> Lanes, DateTimeOffset StartedAt)
{
    /// <summary>Under which key the release store keeps the objects of <see cref="Release"/>.</summary>
    public string Stored { get; init; } = "";

    /// <summary>The same for the release that served before; empty where none did.</summary>
    public string Before { get; init; } = "";

    /// <summary>What is about to be done, in words; empty once its outcome is known.</summary>
    public IReadOnlyList<string> Intent { get; init; } = [];

    /// <summary>Who drives it, and the fencing number of their lock.</summary>
    public string Driver { get; init; } = "";

    public long Fence { get; init; }

    /// <summary>Signals of people that were heard, the newest last; bounded.</summary>
    public IReadOnlyList<string> Heard { get; init; } = [];
}

/// <summary>The stack that served a service when a rollout began.</summary>
/// <param name="Service">The service.</param>
/// <param name="Namespace">Where.</param>
/// <param name="Deployment">Name of its Deployment; empty where nothing served.</param>
/// <param name="Mark">The label of its pods; <see langword="null"/> where nothing served.</param>
/// <param name="Candidate">Name of the candidate's Deployment.</param>
/// <param name="Revision">The candidate's revision.</param>
public sealed record LaneRecord(string Service, string Namespace, string Deployment, StackMark? Mark, string Candidate, string Revision)
{
    /// <summary>Kind of the workload that served.</summary>
    public string Kind
    {
        get;
        // A reader of JSON gives null for what a record of an earlier version does not say.
        init => field = value ?? "Deployment";
    } = "Deployment";

    /// <summary>Whether the service is updated in place.</summary>
    public bool IsRolling { get; init; }

    public StackId? Stable => Mark is null ? null : new StackId(Namespace, Service, Deployment, Mark) { Kind = Kind };

    public StackId CandidateId => new(Namespace, Service, Candidate, StackMark.OfRevision(Revision));
}
