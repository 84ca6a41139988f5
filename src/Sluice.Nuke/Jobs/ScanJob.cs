using Serilog;
using Sluice.Images;
using Sluice.Model.Policies;
using Sluice.Nuke.Failures;
using Sluice.Nuke.Hosting;
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
            var scan = await RecordedScan.EnsureAsync(layout, image.Manifest, Fresh(session), session.Clock, cancellationToken);
            if (scan.Report is { } report)
            {
                failures.AddRange(Report(image, report));
            }
            else
            {
                Log.Information("{Service:l}: scanned before, passed", image.Service);
            }
        }

        if (failures.Count > 0)
        {
            throw new BuildFailedException(ExitCodes.NotReady, $"The scan refuses what was built:\n{string.Join('\n', failures.Select(failure => $"  {failure}"))}\nNext: correct it, then ./build.sh Scan");
        }
    }

    /// <summary>Half of what the strictest policy allows, so that a release has time to travel through the environments.</summary>
    private static TimeSpan Fresh(SluiceSession session) =>
        session.Pipeline.Environments.Select(environment => environment.Policy.Scan.MaxAge).DefaultIfEmpty(PolicyDefaults.ScanAge).Min() / 2;

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
