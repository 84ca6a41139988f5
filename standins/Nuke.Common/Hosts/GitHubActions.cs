using System.Text.Json;
using Nuke.Common.IO;
using Nuke.Common.Tooling;
using Nuke.Common.Utilities;

namespace Nuke.Common.CI.GitHubActions;

/// <summary>A GitHub Actions runner; its properties are the runner's environment variables.</summary>
public class GitHubActions : Host, IBuildServer
{
    private readonly Lazy<JsonElement> _event;

    internal GitHubActions()
    {
        _event = new(ReadEvent);
    }

    /// <summary>The host if the build runs in GitHub Actions, otherwise null.</summary>
    public static GitHubActions Instance => NukeBuild.Host as GitHubActions;

    public string Home => EnvironmentInfo.GetVariable("HOME");

    public string Workflow => EnvironmentInfo.GetVariable("GITHUB_WORKFLOW");

    public string Action => EnvironmentInfo.GetVariable("GITHUB_ACTION");

    public string Actor => EnvironmentInfo.GetVariable("GITHUB_ACTOR");

    /// <summary><c>owner/name</c></summary>
    public string Repository => EnvironmentInfo.GetVariable("GITHUB_REPOSITORY");

    public string RepositoryOwner => EnvironmentInfo.GetVariable("GITHUB_REPOSITORY_OWNER");

    public string EventName => EnvironmentInfo.GetVariable("GITHUB_EVENT_NAME");

    public string EventPath => EnvironmentInfo.GetVariable("GITHUB_EVENT_PATH");

    public string Workspace => EnvironmentInfo.GetVariable("GITHUB_WORKSPACE");

    public string Sha => EnvironmentInfo.GetVariable("GITHUB_SHA");

    public string Ref => EnvironmentInfo.GetVariable("GITHUB_REF");

    public string RefName => EnvironmentInfo.GetVariable("GITHUB_REF_NAME");

    public string HeadRef => EnvironmentInfo.GetVariable("GITHUB_HEAD_REF");

    public string BaseRef => EnvironmentInfo.GetVariable("GITHUB_BASE_REF");

    public string RefType => EnvironmentInfo.GetVariable("GITHUB_REF_TYPE");

    public long RunAttempt => Number("GITHUB_RUN_ATTEMPT");

    public long RunNumber => Number("GITHUB_RUN_NUMBER");

    public long RunId => Number("GITHUB_RUN_ID");

    public string ServerUrl => EnvironmentInfo.GetVariable("GITHUB_SERVER_URL");

    public string Job => EnvironmentInfo.GetVariable("GITHUB_JOB");

    public string Token => EnvironmentInfo.GetVariable("GITHUB_TOKEN");

    public bool IsPullRequest => EventName == "pull_request";

    /// <summary>Null where the event is none of a pull request.</summary>
    public int? PullRequestNumber => _event.Value.ValueKind == JsonValueKind.Object && _event.Value.TryGetProperty("number", out var number) ? number.GetInt32() : null;

    public string PullRequestAction => _event.Value.ValueKind == JsonValueKind.Object && _event.Value.TryGetProperty("action", out var action) ? action.GetString() : null;

    public AbsolutePath StepSummaryFile => EnvironmentInfo.GetVariable("GITHUB_STEP_SUMMARY");

    string IBuildServer.Branch => Ref;

    string IBuildServer.Commit => Sha;

    internal override bool FoldsBlocks => true;

    public void Group(string group) => WriteCommand("group", group);

    public void EndGroup(string group) => WriteCommand("endgroup", group);

    public void WriteDebug(string message) => WriteCommand("debug", message);

    public void WriteWarning(string message) => WriteCommand("warning", message);

    public void WriteError(string message) => WriteCommand("error", message);

    /// <summary>A workflow command is one line: what would end or part it travels encoded.</summary>
    public void WriteCommand(string command, string message = null, Configure<Dictionary<string, object>> dictionaryConfigurator = null)
    {
        var properties = dictionaryConfigurator.InvokeSafe(new Dictionary<string, object>())
            .Select(x => $"{x.Key}={Encode(x.Value.ToString()).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal)}")
            .ToList();
        Console.Out.WriteLine($"::{command}{(properties.Count == 0 ? "" : " " + string.Join(',', properties))}::{Encode(message)}");
    }

    protected internal override IDisposable WriteBlock(string text) => DelegateDisposable.CreateBracket(() => Group(text), () => EndGroup(text));

    protected internal override void ReportWarning(string text, string details = null) => WriteWarning(text);

    protected internal override void ReportError(string text, string details = null) => WriteError(text);

    /// <summary>A message that is a workflow command itself goes out as it is: with a time before it, the runner would not see it.</summary>
    protected internal override bool FilterMessage(string message)
    {
        var isCommand = message.StartsWith("::", StringComparison.Ordinal) || message.StartsWith("##[", StringComparison.Ordinal);
        if (isCommand)
        {
            Console.Out.WriteLine(message);
        }

        return isCommand;
    }

    private static string Encode(string text) => text?
        .Replace("%", "%25", StringComparison.Ordinal)
        .Replace("\r", "%0D", StringComparison.Ordinal)
        .Replace("\n", "%0A", StringComparison.Ordinal);

    private static long Number(string name) => long.TryParse(EnvironmentInfo.GetVariable(name), out var number) ? number : 0;

    private JsonElement ReadEvent()
    {
        if (!File.Exists(EventPath))
        {
            return default;
        }

        using var document = JsonDocument.Parse(File.ReadAllText(EventPath));
        return document.RootElement.Clone();
    }
}
