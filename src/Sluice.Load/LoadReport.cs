namespace Sluice.Load;

/// <summary>How far a load is.</summary>
/// <param name="Elapsed">Since its start.</param>
/// <param name="Ended">Requests that have their answer, or will have none.</param>
/// <param name="Failed">Those among them that failed.</param>
public sealed record LoadProgress(TimeSpan Elapsed, long Ended, long Failed);

/// <summary>What came of a load.</summary>
/// <param name="Plan">What was to be sent.</param>
/// <param name="Took">From the start to the last answer.</param>
/// <param name="IsWhole">Whether all of it was sent; not when somebody ended it before.</param>
/// <param name="Latest">By how much a request was sent later than due, at most: how far this machine kept up.</param>
/// <param name="Uses">By connection; only those that were used.</param>
/// <param name="Revisions">By revision, as answers name it; empty where they do not.</param>
public sealed record LoadReport(LoadPlan Plan, TimeSpan Took, bool IsWhole, TimeSpan Latest, IReadOnlyList<UseReport> Uses, IReadOnlyList<RevisionReport> Revisions)
{
    /// <summary>All requests.</summary>
    public long Sent => Uses.Sum(use => use.Sent);

    /// <summary>Those that failed.</summary>
    public long Failed => Uses.Sum(use => use.Failed);

    /// <summary>Those of one kind; <see langword="null"/> where none were sent.</summary>
    public UseReport? this[ConnectionUse use] => Uses.FirstOrDefault(report => report.Use == use);
}

/// <summary>The requests of one kind.</summary>
/// <param name="Use">Which kind.</param>
/// <param name="Sent">How many.</param>
/// <param name="Failed">How many failed.</param>
/// <param name="Failures">In which ways, the most frequent first.</param>
/// <param name="Latency">Of those that did not fail, from when they were due to the end of the answer; <see langword="null"/> where all failed.</param>
public sealed record UseReport(ConnectionUse Use, long Sent, long Failed, IReadOnlyList<FailureCount> Failures, Quantiles? Latency);

/// <param name="Reason">One or two words, see <see cref="Failure"/>.</param>
/// <param name="Count">How many failed so.</param>
public sealed record FailureCount(string Reason, long Count);

/// <summary>The answers of one revision.</summary>
/// <param name="Revision">As the answers name it.</param>
/// <param name="Answers">How many.</param>
/// <param name="Failed">How many of them were failures all the same: a status of 400 or above.</param>
/// <param name="Latency">Of those that did not fail.</param>
public sealed record RevisionReport(string Revision, long Answers, long Failed, Quantiles? Latency);
