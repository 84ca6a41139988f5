using Nuke.Common.CI.GitHubActions;
using Nuke.Common.CI.GitLab;
using Nuke.Common.Execution;

namespace Nuke.Common.Hosts;

/// <summary>Picks the host: what <c>--host</c> names, else what the environment shows.</summary>
internal static class HostDetection
{
    private static readonly (string Name, string Variable, Func<Host> Create)[] Known =
    [
        (nameof(GitHubActions), "GITHUB_ACTIONS", () => new GitHubActions()),
        (nameof(GitLab), "GITLAB_CI", () => new GitLab()),
        (nameof(Terminal), null, () => new Terminal()),
    ];

    public static Host Detect(BuildEnvironment environment)
    {
        var named = environment.CommandLine.Values("host");
        if (named is { Count: > 0 })
        {
            var match = Known.FirstOrDefault(x => x.Name.Equals(named[0], StringComparison.OrdinalIgnoreCase));
            Assert.True(match.Name != null, $"--host '{named[0]}' is not known: use one of {string.Join(", ", Known.Select(x => x.Name))}");
            return match.Create();
        }

        return Known.First(x => x.Variable == null || !string.IsNullOrEmpty(environment.Variables.GetValueOrDefault(x.Variable))).Create();
    }
}
