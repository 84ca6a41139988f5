namespace Sluice.Nuke.Hosting;

/// <summary>Where the sources stand.</summary>
/// <param name="Commit">Full commit hash; <see langword="null"/> outside a repository or before the first commit.</param>
/// <param name="IsDirty">Whether tracked files differ from the commit or new ones exist.</param>
/// <param name="Author">Who runs this, as git knows them; never empty.</param>
public sealed record GitInfo(string? Commit, bool IsDirty, string Author)
{
    /// <summary>Names a release that has no version of its own: <c>1a2b3c4d5e6f</c>, with <c>-dirty</c> when the sources differ from it.</summary>
    public string Version => (Commit is null ? "uncommitted" : Commit[..12]) + (IsDirty && Commit is not null ? "-dirty" : "");

    /// <summary>Asks git. A machine without git gives an unknown commit, never an error: deploying must not depend on it.</summary>
    public static async Task<GitInfo> ReadAsync(string root, CancellationToken cancellationToken)
    {
        var status = new Command("git", ["status", "--porcelain=v2", "--branch"], root).CaptureAsync(cancellationToken);
        var name = new Command("git", ["config", "user.name"], root).CaptureAsync(cancellationToken);
        var (exitCode, lines) = await status.ConfigureAwait(false);
        var (_, names) = await name.ConfigureAwait(false);

        const string oid = "# branch.oid ";
        var commit = exitCode == 0 ? lines.FirstOrDefault(line => line.StartsWith(oid, StringComparison.Ordinal))?[oid.Length..] : null;
        return new GitInfo(
            commit is null or "(initial)" ? null : commit,
            exitCode == 0 && lines.Any(line => !line.StartsWith('#')),
            names is [{ Length: > 0 } author, ..] ? author : Environment.UserName);
    }
}
