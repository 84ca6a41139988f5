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

    /// <summary>The hosts that the published package knows, as its schema lists them.</summary>
    public static IReadOnlyList<string> PublishedNames { get; } =
    [
        "AppVeyor", "AzurePipelines", "Bamboo", "Bitbucket", "Bitrise", nameof(GitHubActions), nameof(GitLab), "Jenkins", "Rider",
        "SpaceAutomation", "TeamCity", nameof(Terminal), "TravisCI", "VSCode", "VisualStudio",
    ];

    public static Host Detect(BuildEnvironment environment)
    {
        var named = environment.Parameters.Get(nameof(Host), typeof(string)) as string;
        if (named is not null)
        {
            var match = Known.FirstOrDefault(x => x.Name.Equals(named, StringComparison.OrdinalIgnoreCase));
            Assert.True(match.Name != null, $"--host '{named}' is not known: use one of {string.Join(", ", Known.Select(x => x.Name))}");
            return match.Create();
        }

        return Known.First(x => x.Variable == null || !string.IsNullOrEmpty(environment.Variables.GetValueOrDefault(x.Variable))).Create();
    }
}
