using Serilog;
using Sluice.Nuke.Failures;
using Sluice.Nuke.Hosting;
using Sluice.Oci.Layout;
using Sluice.Images;
using Sluice.Rollouts.Deploy;
using Sluice.Supply.Evidence;
using Sluice.Supply.Scanning;

namespace Sluice.Nuke.Jobs;

/// <summary>Scans images and records the verdict as evidence for their digests.</summary>
internal static class ScanJob
{
    /// <exception cref="BuildFailedException">An image fails; the message names every finding.</exception>
    public static async Task RunAsync(SluiceSession session, CancellationToken cancellationToken)
    {
        var images = await ImageJob.RequireAsync(session, cancellationToken);
        var layout = ImageJob.Builder(session).OpenLayout();
        var failures = new List<string>();
        foreach (var image in images)
        {
            if (await HasPassedAsync(layout, image, cancellationToken))
            {
                Log.Information("{Service:l}: scanned before, passed", image.Service);
                continue;
            }

            var report = await ImageScanner.ScanAsync(layout, image.Digest, cancellationToken);
            await EvidenceStore.SaveAsync(layout, image.Manifest, ScanEvidence.From(report, session.Clock), cancellationToken);
            failures.AddRange(Report(image, report));
        }

        if (failures.Count > 0)
        {
            throw new BuildFailedException(ExitCodes.NotReady, $"The scan refuses what was built:\n{string.Join('\n', failures.Select(failure => $"  {failure}"))}\nNext: correct it, then ./build.sh Scan");
        }
    }

    /// <summary>The same bytes under the same rules give the same verdict, so a digest that passed is not read again.</summary>
    private static async Task<bool> HasPassedAsync(OciLayout layout, ServiceImage image, CancellationToken cancellationToken) =>
        EvidencePolicy.Check(image.Digest, await EvidenceStore.FindAsync(layout, image.Digest, cancellationToken)) is EvidenceDecision.Accepted;

    private static IEnumerable<string> Report(ServiceImage image, ScanReport report)
    {
        foreach (var warning in report.Findings.Where(finding => finding.Severity != ScanSeverity.Failure))
        {
            Log.Warning("{Service:l}: {Finding:l}", image.Service, warning.ToString());
        }

        if (report.Verdict == ScanVerdict.Passed)
        {
            Log.Information("{Service:l}: scanned {Files} files, passed", image.Service, report.FilesExamined);
        }

        return report.Findings.Where(finding => finding.Severity == ScanSeverity.Failure).Select(finding => $"{image.Service}: {finding}");
    }
}
