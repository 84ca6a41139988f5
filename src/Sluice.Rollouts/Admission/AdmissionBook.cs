namespace Sluice.Rollouts.Admission;

/// <summary>Everything that an environment's cluster holds about who may go live.</summary>
public sealed record AdmissionBook
{
    public static AdmissionBook Empty { get; } = new();

    /// <summary>Releases that wait or waited, oldest first.</summary>
    public IReadOnlyList<ApprovalRequest> Requests { get; init; } = [];

    /// <summary>What approvers said, oldest first.</summary>
    public IReadOnlyList<ApprovalDecision> Decisions { get; init; } = [];

    /// <summary>The freeze that was set last; null when none was, or it was ended.</summary>
    public Freeze? Freeze { get; init; }

    /// <summary>Those that were lifted among them; oldest first.</summary>
    public IReadOnlyList<Hold> Holds { get; init; } = [];

    /// <summary>Those that hold, oldest first.</summary>
    public IEnumerable<Hold> HoldsInForce => Holds.Where(hold => hold.Lifted is null);
}
