using Nuke.Common.IO;
using Nuke.Common.Utilities;

namespace Nuke.Common.CI.GitHubActions;

/// <summary>A GitHub Actions runner; its properties are the runner's environment variables.</summary>
public class GitHubActions : Host, IBuildServer
{
    internal GitHubActions()
    {
    }

    /// <summary>The host if the build runs in GitHub Actions, otherwise null.</summary>
    public static GitHubActions Instance => NukeBuild.Host as GitHubActions;

    public string Workflow => EnvironmentInfo.GetVariable("GITHUB_WORKFLOW");

    public string Actor => EnvironmentInfo.GetVariable("GITHUB_ACTOR");

    /// <summary><c>owner/name</c></summary>
    public string Repository => EnvironmentInfo.GetVariable("GITHUB_REPOSITORY");

    public string EventName => EnvironmentInfo.GetVariable("GITHUB_EVENT_NAME");

    public string EventPath => EnvironmentInfo.GetVariable("GITHUB_EVENT_PATH");

    public string Sha => EnvironmentInfo.GetVariable("GITHUB_SHA");

    public string Ref => EnvironmentInfo.GetVariable("GITHUB_REF");

    public string RefName => EnvironmentInfo.GetVariable("GITHUB_REF_NAME");

    public string RefType => EnvironmentInfo.GetVariable("GITHUB_REF_TYPE");

    public long RunAttempt => Number("GITHUB_RUN_ATTEMPT");

    public long RunNumber => Number("GITHUB_RUN_NUMBER");

    public long RunId => Number("GITHUB_RUN_ID");

    public string ServerUrl => EnvironmentInfo.GetVariable("GITHUB_SERVER_URL");

    public string Job => EnvironmentInfo.GetVariable("GITHUB_JOB");

    public string Token => EnvironmentInfo.GetVariable("GITHUB_TOKEN");

    public AbsolutePath StepSummaryFile => EnvironmentInfo.GetVariable("GITHUB_STEP_SUMMARY");

    string IBuildServer.Branch => Ref;

    string IBuildServer.Commit => Sha;

    public void Group(string group) => Command("group", group);

    public void EndGroup(string group) => Command("endgroup", group);

    public void WriteDebug(string message) => Command("debug", message);

    public void WriteWarning(string message) => Command("warning", message);

    public void WriteError(string message) => Command("error", message);

    protected internal override IDisposable WriteBlock(string text) => DelegateDisposable.CreateBracket(() => Group(text), () => EndGroup(text));

    protected internal override void ReportWarning(string text, string details = null) => WriteWarning(text);

    protected internal override void ReportError(string text, string details = null) => WriteError(text);

    private static long Number(string name) => long.TryParse(EnvironmentInfo.GetVariable(name), out var number) ? number : 0;

    /// <summary>A workflow command is one line: line breaks and percent signs travel encoded.</summary>
    private static void Command(string name, string message) => Console.Out.WriteLine(
        $"::{name}::{message.Replace("%", "%25", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal)}");
}
