namespace Sluice.Nuke.Hosting;

/// <summary>Where the sources stand.</summary>
/// <param name="Commit">Full commit hash; <see langword="null"/> outside a repository or before the first commit.</param>
/// <param name="IsDirty">Whether tracked files differ from the commit or new ones exist.</param>
/// <param name="Author">Who runs this, as git knows them; never empty.</param>
public sealed record GitInfo(string? Commit, bool IsDirty, string Author)
{
    /// <summary>Every name that git knows who runs this by, <see cref="Author"/> first.</summary>
    public IReadOnlyList<string> Names { get; init; } = [Author];

    /// <summary>Name and address of who wrote the commit; empty when there is none.</summary>
    public IReadOnlyList<string> CommitAuthor { get; init; } = [];

    /// <summary>Names a release that has no version of its own: <c>1a2b3c4d5e6f</c>, with <c>-dirty</c> when the sources differ from it.</summary>
    public string Version => (Commit is null ? "uncommitted" : Commit[..12]) + (IsDirty && Commit is not null ? "-dirty" : "");

    /// <summary>Asks git. A machine without git gives an unknown commit, never an error: deploying must not depend on it.</summary>
    public static async Task<GitInfo> ReadAsync(string root, CancellationToken cancellationToken)
    {
        var asked = await Task.WhenAll(
            AskAsync("status", "--porcelain=v2", "--branch"),
            AskAsync("config", "user.name"),
            AskAsync("config", "user.email"),
            AskAsync("log", "-1", "--format=%an%n%ae")).ConfigureAwait(false);
        var (status, name, email, written) = (asked[0], asked[1], asked[2], asked[3]);

        const string oid = "# branch.oid ";
        var commit = status?.FirstOrDefault(line => line.StartsWith(oid, StringComparison.Ordinal))?[oid.Length..];
        var author = name is [{ Length: > 0 } known, ..] ? known : Environment.UserName;
        return new GitInfo(
            commit is null or "(initial)" ? null : commit,
            status?.Any(line => !line.StartsWith('#')) ?? false,
            author)
        {
            Names = [author, .. email?.Take(1).Where(address => address.Length > 0) ?? []],
            CommitAuthor = [.. written?.Where(line => line.Length > 0) ?? []],
        };

        async Task<IReadOnlyList<string>?> AskAsync(params string[] arguments)
        {
            // Without that, looking at the sources takes a lock that a git command of the user may want in the same moment.
            var (exitCode, lines) = await new Command("git", ["--no-optional-locks", .. arguments], root).CaptureAsync(cancellationToken).ConfigureAwait(false);
            return exitCode == 0 ? lines : null;
        }
    }
}
