using Sluice.Nuke.Hosting.Output;
using Sluice.Reports.Ci;
using Sluice.Reports.Html;
using Assert = Xunit.Assert;

namespace Sluice.Nuke.Tests;

public sealed class BuildServerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sluice-summary-").FullName;
    private readonly Dictionary<string, string> _variables = [];
    private readonly List<string> _lines = [];

    private string SummaryFile => Path.Combine(_folder, "summary.md");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Tell_FailedTargetOnGitHub_IsAnnotatedAndAddedToTheSummary()
    {
        File.WriteAllText(SummaryFile, "before\n");
        GitHub().Tell("Scan", 2, "50% of hunter2,\nmore");

        Assert.Equal(["::error title=Scan failed::50%25 of ***,%0Amore"], _lines);
        Assert.StartsWith("before\n### ❌ Scan\n", File.ReadAllText(SummaryFile), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", File.ReadAllText(SummaryFile), StringComparison.Ordinal);
    }

    [Fact]
    public void Tell_SecretWithWhatIsEncoded_IsTakenOutBefore()
    {
        GitHub(secret: "100%:,x").Tell("Scan", 2, "password 100%:,x");

        Assert.Equal(["::error title=Scan failed::password ***"], _lines);
    }

    [Fact]
    public void Tell_Report_IsAddedToTheSummary()
    {
        GitHub().Tell(Report(), ["Report: here.html"]);

        Assert.Empty(_lines);
        Assert.Contains("### ✅ DeployStage 1.0 · stage\n", File.ReadAllText(SummaryFile), StringComparison.Ordinal);
    }

    [Fact]
    public void Tell_SummaryThatIsFullOrCannotBeWritten_IsNoFailure()
    {
        File.WriteAllBytes(SummaryFile, new byte[JobSummary.MaximumSize - 10]);
        GitHub().Tell(Report(), []);
        Assert.Equal(JobSummary.MaximumSize - 10, new FileInfo(SummaryFile).Length);

        _variables["GITHUB_STEP_SUMMARY"] = Path.Combine(_folder, "missing", "summary.md");
        GitHub(named: false).Tell(Report(), []);
        _variables["GITHUB_STEP_SUMMARY"] = _folder;
        GitHub(named: false).Tell(Report(), []);
    }

    [Fact]
    public void Tell_ElsewhereThanOnGitHub_SaysNothing()
    {
        _variables["GITLAB_CI"] = "true";
        _variables["GITHUB_STEP_SUMMARY"] = SummaryFile;
        Server("hunter2").Tell("Scan", 2, "bad");

        Assert.Empty(_lines);
        Assert.False(File.Exists(SummaryFile));
    }

    [Fact]
    public void Marks_EachServer_AreItsOwn()
    {
        Assert.Null(Server("x").Marks(TimeProvider.System));
        _variables["GITLAB_CI"] = "true";
        Assert.IsType<GitLabSections>(Server("x").Marks(TimeProvider.System));
        Assert.IsType<GitHubCommands>(GitHub().Marks(TimeProvider.System));
    }

    private BuildServer GitHub(string secret = "hunter2", bool named = true)
    {
        _variables["GITHUB_ACTIONS"] = "true";
        if (named)
        {
            _variables["GITHUB_STEP_SUMMARY"] = SummaryFile;
        }

        return Server(secret);
    }

    private BuildServer Server(string secret) => new(_variables.GetValueOrDefault, _lines.Add, text => text.Replace(secret, "***", StringComparison.Ordinal));

    private static DeployReport Report() => new()
    {
        Command = "DeployStage",
        Environment = "stage",
        Version = "1.0",
        Author = "Ada",
        StartedAt = DateTimeOffset.UnixEpoch,
        EndedAt = DateTimeOffset.UnixEpoch.AddSeconds(3),
        ExitCode = 0,
        Outcome = "stage serves.",
        Summary = ["stage serves."],
    };
}
