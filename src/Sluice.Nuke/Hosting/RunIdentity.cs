using System.Globalization;
using System.Security.Cryptography;

namespace Sluice.Nuke.Hosting;

/// <summary>This run, as others are told of it.</summary>
/// <param name="Name">Different for every run: <c>robin@laptop, process 4711, run 3f2a9c01</c>.</param>
/// <param name="Url">Where a build server shows it; empty elsewhere.</param>
public sealed record RunIdentity(string Name, string Url)
{
    /// <summary>A new name for this process.</summary>
    public static RunIdentity Create() => Create(Environment.GetEnvironmentVariable, Environment.UserName, Environment.MachineName, Environment.ProcessId);

    internal static RunIdentity Create(Func<string, string?> variable, string user, string host, int process)
    {
        // On a build server the account is the same for everyone; who started the run says more.
        var who = First(variable, "GITHUB_ACTOR", "GITLAB_USER_LOGIN") is { Length: > 0 } actor ? actor : user;
        var run = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
        return new RunIdentity(string.Create(CultureInfo.InvariantCulture, $"{who}@{host}, process {process}, run {run}"), UrlOf(variable));
    }

    private static string UrlOf(Func<string, string?> variable) =>
        variable("GITHUB_SERVER_URL") is { Length: > 0 } server && variable("GITHUB_REPOSITORY") is { Length: > 0 } repository && variable("GITHUB_RUN_ID") is { Length: > 0 } id
            ? $"{server}/{repository}/actions/runs/{id}"
            : First(variable, "CI_JOB_URL", "BUILD_URL");

    private static string First(Func<string, string?> variable, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (variable(name) is { Length: > 0 } value)
            {
                return value;
            }
        }

        return "";
    }
}
