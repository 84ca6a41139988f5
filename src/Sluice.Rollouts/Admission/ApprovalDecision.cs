namespace Sluice.Rollouts.Admission;

/// <summary>What an approver said.</summary>
public enum DecisionWord
{
    Approved,
    Rejected,
}

/// <summary>One person's word on one release in one environment. A later word of the same person replaces it.</summary>
/// <param name="Subject"><see cref="AdmissionSubject.Id"/>.</param>
/// <param name="Version">The release's version, for people.</param>
/// <param name="Word">What was said.</param>
/// <param name="Names">Names that the person goes by, the main one (the cluster's user, where it says one) first; never empty.</param>
/// <param name="At">When.</param>
/// <param name="Comment">Why; may be empty.</param>
public sealed record ApprovalDecision(
    string Subject, string Version, DecisionWord Word, IReadOnlyList<string> Names, DateTimeOffset At, string Comment);
