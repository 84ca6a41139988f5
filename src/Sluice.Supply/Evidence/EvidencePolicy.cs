using Sluice.Oci;
using Sluice.Supply.Scanning;

namespace Sluice.Supply.Evidence;

/// <summary>Whether an image may be deployed, as far as its scan is concerned.</summary>
public abstract record EvidenceDecision
{
    /// <summary>It may.</summary>
    public sealed record Accepted(ScanEvidence Evidence) : EvidenceDecision;

    /// <summary>It may not.</summary>
    /// <param name="Reason">Which image and why, in a whole sentence.</param>
    /// <param name="NextCommand">What to type.</param>
    public sealed record Refused(string Reason, string NextCommand) : EvidenceDecision;
}

/// <summary>
/// Decides by the recorded evidence alone. Only one way leads to acceptance: evidence of a known schema and of today's
/// rules, for exactly this digest, that passed. Everything else is refused.
/// </summary>
public static class EvidencePolicy
{
    public const string ScanCommand = "./build.sh Scan";

    public static EvidenceDecision Check(Digest digest, EvidenceLookup lookup) => lookup switch
    {
        EvidenceLookup.Found found when Objection(digest, found.Evidence) is not { } objection => new EvidenceDecision.Accepted(found.Evidence),
        EvidenceLookup.Found found => Refuse(digest, Objection(digest, found.Evidence)!),
        EvidenceLookup.None => Refuse(digest, "no scan is recorded for it"),
        EvidenceLookup.Invalid invalid => Refuse(digest, $"the scan recorded for it cannot be used: {invalid.Reason}"),
        EvidenceLookup.Unreachable unreachable => Refuse(digest, $"it is not known whether it was scanned: {unreachable.Reason}", "./build.sh Doctor"),
        _ => Refuse(digest, "its evidence is of an unknown kind"),
    };

    /// <summary>The same, and a scan that is older than the policy allows is refused.</summary>
    public static EvidenceDecision Check(Digest digest, EvidenceLookup lookup, TimeSpan maxAge, DateTimeOffset now) => Check(digest, lookup) switch
    {
        EvidenceDecision.Accepted accepted when now - accepted.Evidence.ScannedAt > maxAge =>
            Refuse(digest, $"its scan is of {accepted.Evidence.ScannedAt:yyyy-MM-dd HH:mm} UTC, and the policy allows {maxAge.TotalDays:0.#} days"),
        var decision => decision,
    };

    private static string? Objection(Digest digest, ScanEvidence evidence)
        => evidence.Schema != ScanEvidence.CurrentSchema ? $"its scan is recorded in schema {evidence.Schema}; this version knows {ScanEvidence.CurrentSchema}"
            : digest.IsDefault || evidence.Subject != digest ? $"the recorded scan is of {evidence.Subject}"
            : evidence.Verdict != ScanVerdict.Passed ? $"its scan failed with {evidence.Failures} finding(s)"
            : evidence.Failures != 0 ? $"its scan says passed and names {evidence.Failures} failure(s)"
            : evidence.Rules != ScanRules.Hash || evidence.Scanner != ImageScanner.Version ? "it was scanned with other rules than this version's"
            : evidence.FilesExamined < 1 || evidence.Warnings < 0 || evidence.FilesReadInPart < 0 ? "its scan examined nothing"
            : null;

    private static EvidenceDecision.Refused Refuse(Digest digest, string reason, string command = ScanCommand)
        => new($"Image {digest} must not be deployed: {reason.TrimEnd('.')}.", command);
}
