namespace Sluice.Rollouts.Admission;

/// <summary>A set of revisions that was rolled back here and does not come back until somebody lifts the hold.</summary>
/// <param name="Revisions"><see cref="AdmissionSubject.Revisions"/>.</param>
/// <param name="Version">The version it went by.</param>
/// <param name="Release">Its number in the ledger; 0 when the ledger could not be written.</param>
/// <param name="Reason">Why it was rolled back.</param>
/// <param name="Since">When.</param>
public sealed record Hold(string Revisions, string Version, int Release, string Reason, DateTimeOffset Since)
{
    /// <summary>Who lifted it; null while it holds. Kept, so that one can read who let a release back in.</summary>
    public HoldLift? Lifted { get; init; }
}

/// <summary>The end of a hold.</summary>
/// <param name="By">Who lifted it.</param>
/// <param name="At">When.</param>
/// <param name="Reason">Why; never empty.</param>
public sealed record HoldLift(string By, DateTimeOffset At, string Reason);
