using System.Globalization;
using Nuke.Common.Utilities;

namespace Nuke.Common.CI.GitLab;

/// <summary>A GitLab runner. Its output has sections that fold together; nothing waits for a person.</summary>
internal sealed class GitLab : Host, IBuildServer
{
    private const string ToLineStart = "\r\u001b[0K";

    public string CommitRefName => EnvironmentInfo.GetVariable("CI_COMMIT_REF_NAME");

    public string CommitSha => EnvironmentInfo.GetVariable("CI_COMMIT_SHA");

    string IBuildServer.Branch => CommitRefName;

    string IBuildServer.Commit => CommitSha;

    internal override bool FoldsBlocks => true;

    protected internal override IDisposable WriteBlock(string text)
    {
        var section = string.Concat(text.Select(x => char.IsAsciiLetterOrDigit(x) ? char.ToLowerInvariant(x) : '_'));
        return DelegateDisposable.CreateBracket(
            () => Console.Out.WriteLine($"{Mark("start", section)}{text}"),
            () => Console.Out.WriteLine(Mark("end", section)));
    }

    /// <summary>The runner takes the mark out and shows what stands behind it.</summary>
    private static string Mark(string kind, string section) =>
        string.Create(CultureInfo.InvariantCulture, $"\u001b[0Ksection_{kind}:{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()}:{section}{ToLineStart}");
}
