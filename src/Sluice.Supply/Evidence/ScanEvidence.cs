using System.Diagnostics.CodeAnalysis;
using Sluice.Oci;
using Sluice.Supply.Artifacts;
using Sluice.Supply.Scanning;

namespace Sluice.Supply.Evidence;

/// <summary>
/// What is recorded about the scan of one image. It holds no finding's text: the record is public where the image is,
/// the report is for the one who scanned.
/// </summary>
public sealed record ScanEvidence
{
    /// <summary>The kind of artifact, and the media type of its content.</summary>
    public const string ArtifactType = "application/vnd.sluice.evidence.scan.v1+json";

    public const int CurrentSchema = 1;

    /// <summary>Larger documents are not read.</summary>
    public const int LargestDocument = 64 << 10;

    public required int Schema { get; init; }

    /// <summary>The manifest that was scanned.</summary>
    public required Digest Subject { get; init; }

    /// <summary>See <see cref="ImageScanner.Version"/>.</summary>
    public required string Scanner { get; init; }

    /// <summary>See <see cref="ScanRules.Hash"/>.</summary>
    public required Digest Rules { get; init; }

    public required ScanVerdict Verdict { get; init; }

    public required int Failures { get; init; }

    public required int Warnings { get; init; }

    public required int FilesExamined { get; init; }

    public required int FilesReadInPart { get; init; }

    /// <summary>When the scan ended, by the scanning machine's clock.</summary>
    public required DateTimeOffset ScannedAt { get; init; }

    public static ScanEvidence From(ScanReport report, TimeProvider time) => new()
    {
        Schema = CurrentSchema,
        Subject = report.Subject,
        Scanner = ImageScanner.Version,
        Rules = ScanRules.Hash,
        Verdict = report.Verdict,
        Failures = report.Failures,
        Warnings = report.Warnings,
        FilesExamined = report.FilesExamined,
        FilesReadInPart = report.FilesReadInPart,
        ScannedAt = time.GetUtcNow(),
    };

    /// <summary>The canonical bytes: members in declared order, no white space.</summary>
    public OciDocument ToDocument() => new(ArtifactType, CanonicalJson.Write(this));

    /// <summary>Reads what <see cref="ToDocument"/> wrote, and nothing else: unknown, doubled, missing or differently written members are refused.</summary>
    public static bool TryRead(ReadOnlySpan<byte> utf8, [NotNullWhen(true)] out ScanEvidence? evidence, [NotNullWhen(false)] out string? error)
        => CanonicalJson.TryRead(utf8, LargestDocument, out evidence, out error);
}
