using Sluice.Oci;
using Sluice.Oci.Layout;
using Sluice.Supply.Scanning;

namespace Sluice.Supply.Evidence;

/// <summary>The scan of an image in the layout, with its evidence recorded.</summary>
/// <param name="Evidence">What is recorded.</param>
/// <param name="Report">The findings; none when the image had passed these rules before and was not scanned again.</param>
public sealed record RecordedScan(ScanEvidence Evidence, ScanReport? Report)
{
    /// <summary>Scans an image and records the result, unless evidence that the policy accepts is recorded already: then nothing changes.</summary>
    /// <exception cref="IOException">The disk is full, not writable or not readable.</exception>
    public static Task<RecordedScan> EnsureAsync(OciLayout layout, Descriptor image, TimeProvider time, CancellationToken cancellationToken) =>
        EnsureAsync(layout, image, TimeSpan.MaxValue, time, cancellationToken);

    /// <summary>The same; a scan that is older than that is made anew.</summary>
    /// <exception cref="IOException">The disk is full, not writable or not readable.</exception>
    public static async Task<RecordedScan> EnsureAsync(OciLayout layout, Descriptor image, TimeSpan maxAge, TimeProvider time, CancellationToken cancellationToken)
    {
        var known = await EvidenceStore.FindAsync(layout, image.Digest, cancellationToken).ConfigureAwait(false);
        if (EvidencePolicy.Check(image.Digest, known, maxAge, time.GetUtcNow()) is EvidenceDecision.Accepted accepted)
        {
            return new RecordedScan(accepted.Evidence, null);
        }

        var report = await ImageScanner.ScanAsync(layout, image.Digest, cancellationToken).ConfigureAwait(false);
        var evidence = ScanEvidence.From(report, time);
        await EvidenceStore.SaveAsync(layout, image, evidence, cancellationToken).ConfigureAwait(false);
        return new RecordedScan(evidence, report);
    }
}
