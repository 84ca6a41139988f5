using Sluice.Rollouts.Deploy;
using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Ledger;
using Sluice.Rollouts.Rollback;

namespace Sluice.Rollouts.Admission;

/// <summary>Which releases go on hold when they are taken back. Pure.</summary>
public static class HoldRules
{
    /// <summary>After a deploy: a release that did not serve and whose place the earlier one took again. Never one that failed for the infrastructure's sake.</summary>
    /// <param name="outcome">How the deploy ended.</param>
    /// <param name="subject">What was deployed.</param>
    /// <param name="now">The present.</param>
    public static Hold? After(DeployOutcome outcome, AdmissionSubject subject, DateTimeOffset now) =>
        outcome is DeployOutcome.Returned { Failure: DeployOutcome.NotReady, Return: RollbackOutcome.Back } returned
            ? new Hold(subject.Revisions, subject.Version, returned.Entry?.Number ?? 0, FailureReason.Of(returned.Failure), now)
            : null;

    /// <summary>After a person went back: the release that served until then. One that was interrupted or failed for the infrastructure's sake is nobody's judgement.</summary>
    /// <param name="outcome">How going back ended.</param>
    /// <param name="left">The ledger's newest record before it; null when there was none.</param>
    /// <param name="reason">Why, for people.</param>
    /// <param name="now">The present.</param>
    public static Hold? After(RollbackOutcome outcome, LedgerEntry? left, string reason, DateTimeOffset now) =>
        outcome is RollbackOutcome.Back back && left is { Outcome: LedgerOutcome.Succeeded } && left.Release != back.Target.Release
            ? new Hold(AdmissionSubject.RevisionsOf(left.Services, left.RenderedHash), left.Version, left.Release, reason, now)
            : null;

    /// <summary>After a rollout: a release that was found bad and taken back.</summary>
    /// <param name="outcome">How the rollout ended.</param>
    /// <param name="subject">What was rolled out.</param>
    /// <param name="now">The present.</param>
    public static Hold? After(RolloutOutcome outcome, AdmissionSubject subject, DateTimeOffset now) =>
        outcome is RolloutOutcome.RolledBack { Record: { State.Reason: { PutsOnHold: true } reason } record }
            ? new Hold(subject.Revisions, subject.Version, record.Number, reason.Text, now)
            : null;
}
