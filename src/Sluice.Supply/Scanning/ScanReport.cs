using Sluice.Oci;

namespace Sluice.Supply.Scanning;

/// <summary>What a scan of one image found.</summary>
/// <param name="Subject">The image's manifest.</param>
/// <param name="Findings">In the order of layers, paths and lines.</param>
/// <param name="FilesExamined">Files in all layers; one that occurs in two layers counts twice.</param>
/// <param name="FilesReadInPart">Those longer than <see cref="FileExaminer.LargestContent"/>, of which the beginning was read.</param>
public sealed record ScanReport(Digest Subject, IReadOnlyList<ScanFinding> Findings, int FilesExamined, int FilesReadInPart)
{
    public int Failures => Findings.Count(finding => finding.Severity == ScanSeverity.Failure);

    public int Warnings => Findings.Count - Failures;

    public ScanVerdict Verdict => Failures == 0 ? ScanVerdict.Passed : ScanVerdict.Failed;
}
