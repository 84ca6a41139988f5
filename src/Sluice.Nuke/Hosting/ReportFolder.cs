using System.Globalization;
using Serilog;
using Sluice.Reports.Html;
using Sluice.Rollouts.Events;

namespace Sluice.Nuke.Hosting;

/// <summary>The reports of deploys on this machine, a page each: <c>.nuke/temp/reports/stage/7.html</c>.</summary>
/// <param name="root">The repository's root, which printed paths are relative to.</param>
/// <param name="folder">Where the folders of all environments are.</param>
/// <param name="clean">Takes secrets out of a text.</param>
internal sealed class ReportFolder(string root, string folder, Func<string, string> clean)
{
    /// <summary>Older reports of an environment are deleted.</summary>
    internal const int MaximumReports = 20;

    public static ReportFolder Of(SluiceSession session) => new(session.Root, Path.Combine(session.Temporary, "reports"), session.Redactor.Clean);

    /// <summary>Writes a report. Answers with the line that says where it is; with none when it could not be written, which a warning tells.</summary>
    public IReadOnlyList<string> Keep(DeployReport report)
    {
        var path = Path.Combine(folder, report.Environment, $"{Name(report)}.html");
        try
        {
            var place = Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, HtmlReport.Render(report, clean));
            foreach (var old in place.GetFiles("*.html").OrderByDescending(one => one.LastWriteTimeUtc).Skip(MaximumReports))
            {
                old.Delete();
            }

            return [$"Report: {Path.GetRelativePath(root, path)}"];
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            Log.Warning("The report could not be written: {Problem:l}", problem.Message);
            return [];
        }
    }

    /// <summary>The number in the ledger; the time, where the ledger knows nothing of it.</summary>
    private static string Name(DeployReport report) =>
        report.Events.Select(one => one.Event).OfType<DeployEvent.Recorded>().FirstOrDefault() is { Entry.Number: var number }
            ? number.ToString(CultureInfo.InvariantCulture)
            : report.StartedAt.UtcDateTime.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
}
