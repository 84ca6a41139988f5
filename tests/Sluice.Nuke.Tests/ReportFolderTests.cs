using Sluice.Nuke.Hosting;
using Sluice.Reports.Html;
using Sluice.Rollouts.Events;
using Sluice.Rollouts.Ledger;
using Assert = Xunit.Assert;

namespace Sluice.Nuke.Tests;

public sealed class ReportFolderTests : IDisposable
{
    private static readonly DateTimeOffset s_start = new(2026, 3, 1, 9, 30, 5, TimeSpan.Zero);

    private readonly string _root = Directory.CreateTempSubdirectory("sluice-reports-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Keep_RecordedDeploy_IsNamedByItsNumberAndHasNoSecret()
    {
        var line = Assert.Single(Folder().Keep(Report(7)));

        Assert.Equal($"Report: {Path.Combine("temp", "reports", "stage", "7.html")}", line);
        Assert.Contains("password ***", File.ReadAllText(Path.Combine(_root, line["Report: ".Length..])), StringComparison.Ordinal);
    }

    [Fact]
    public void Keep_DeployThatTheLedgerDoesNotKnow_IsNamedByItsTime() =>
        Assert.Equal([$"Report: {Path.Combine("temp", "reports", "stage", "20260301-093005.html")}"], Folder().Keep(Report(null)));

    [Fact]
    public void Keep_ManyReports_KeepsTheNewestOfThisEnvironment()
    {
        Folder().Keep(Report(1) with { Environment = "beta" });
        for (var number = 1; number <= ReportFolder.MaximumReports + 2; number++)
        {
            Folder().Keep(Report(number));
            File.SetLastWriteTimeUtc(Path.Combine(_root, "temp", "reports", "stage", $"{number}.html"), DateTime.UnixEpoch.AddDays(number));
        }

        Folder().Keep(Report(99));

        var left = Directory.GetFiles(Path.Combine(_root, "temp", "reports", "stage")).Select(Path.GetFileName).ToList();
        Assert.Equal(ReportFolder.MaximumReports, left.Count);
        Assert.Contains("99.html", left);
        Assert.DoesNotContain("3.html", left);
        Assert.True(File.Exists(Path.Combine(_root, "temp", "reports", "beta", "1.html")));
    }

    [Fact]
    public void Keep_PlaceThatCannotBeWritten_GivesNoLineAndNoException()
    {
        Directory.CreateDirectory(Path.Combine(_root, "temp"));
        File.WriteAllText(Path.Combine(_root, "temp", "reports"), "a file where a folder should be");

        Assert.Empty(Folder().Keep(Report(7)));
    }

    private ReportFolder Folder() => new(_root, Path.Combine(_root, "temp", "reports"), text => text.Replace("hunter2", "***", StringComparison.Ordinal));

    private static DeployReport Report(int? number) => new()
    {
        Command = "DeployStage",
        Environment = "stage",
        Author = "Ada",
        StartedAt = s_start,
        EndedAt = s_start.AddSeconds(4),
        ExitCode = 0,
        Outcome = "stage serves.",
        Summary = ["stage serves."],
        Events =
        [
            new TimedEvent(s_start, new DeployEvent.Notice("password hunter2")),
            .. number is { } known ? new[] { new TimedEvent(s_start, new DeployEvent.Recorded(Entry(known))), new TimedEvent(s_start, new DeployEvent.Recorded(Entry(known + 1))) } : [],
        ],
    };

    private static LedgerEntry Entry(int number) => new(number, "1.0.0", "", "Ada", s_start, s_start, LedgerOutcome.Succeeded, "", "hash", []);
}
