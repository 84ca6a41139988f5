namespace Nuke.Common.CI.GitLab;

/// <summary>A GitLab runner: known only as a server, so that nothing waits for a person.</summary>
internal sealed class GitLab : Host
{
}
