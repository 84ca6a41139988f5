namespace Sluice.Rollouts.Admission;

/// <summary>What stands in the way of a release.</summary>
public enum RefusalKind
{
    /// <summary>Too few approvals, or none that still hold.</summary>
    NotApproved,

    /// <summary>An approver said no.</summary>
    Rejected,

    /// <summary>It was rolled back here before.</summary>
    OnHold,

    /// <summary>Nothing goes live for now.</summary>
    Frozen,

    /// <summary>Not at this time of the week.</summary>
    OutsideWindow,
}

/// <summary>One reason why a release does not go live; exit code 7.</summary>
/// <param name="Kind">For decisions.</param>
/// <param name="What">The reason with names and times, for people.</param>
/// <param name="Next">What to type, or until when to wait.</param>
/// <param name="Ends">When it ends by itself; null when it does not.</param>
public sealed record AdmissionRefusal(RefusalKind Kind, string What, string Next, DateTimeOffset? Ends);
