namespace Sluice.Nuke.Hosting.Output;

/// <summary>Where the output of this process goes.</summary>
internal static class OutputPlace
{
    private const int LeastWidth = 30;

    /// <summary>Whether a picture can be drawn and somebody sees it.</summary>
    /// <param name="isRedirected">Whether standard output is no terminal.</param>
    /// <param name="variable">Looks an environment variable up.</param>
    /// <param name="width">Of the terminal.</param>
    public static bool IsLive(bool isRedirected, Func<string, string?> variable, int width) =>
        !isRedirected
        && width >= LeastWidth
        && variable("TERM") is { Length: > 0 } and not "dumb"
        && string.IsNullOrEmpty(variable("NO_COLOR"))
        && !BuildServers.Any(name => !string.IsNullOrEmpty(variable(name)));

    /// <summary>The build server that this process runs on.</summary>
    public static BuildServerKind ServerOf(Func<string, string?> variable) => (variable("GITHUB_ACTIONS"), variable("GITLAB_CI")) switch
    {
        ("true", _) => BuildServerKind.GitHub,
        (_, "true") => BuildServerKind.GitLab,
        _ => BuildServerKind.None,
    };

    private static string[] BuildServers { get; } = ["CI", "GITHUB_ACTIONS", "GITLAB_CI", "TF_BUILD"];
}
