namespace Sluice.Rollouts.Admission;

/// <summary>A release that waits for approval; written by the deploy that was refused, so that an approver needs no build.</summary>
/// <param name="Subject"><see cref="AdmissionSubject.Id"/>.</param>
/// <param name="Version">The release's version.</param>
/// <param name="Commit">Its commit; may be empty.</param>
/// <param name="AuthorNames">Names that its author goes by, the main one first.</param>
/// <param name="Images">What would run: <c>service image@digest</c>.</param>
/// <param name="At">When it was asked for last.</param>
public sealed record ApprovalRequest(
    string Subject, string Version, string Commit, IReadOnlyList<string> AuthorNames, IReadOnlyList<string> Images, DateTimeOffset At);
