using Sluice.Nuke.Hosting;

namespace Sluice.Nuke.Jobs;

/// <summary>What git knows of tags. Where it knows nothing (no git, no repository) there are none.</summary>
/// <param name="root">A folder of the repository.</param>
internal sealed class ReleaseChoiceGit(string root)
{
    /// <summary>The tags of the commit that is checked out.</summary>
    public Task<IReadOnlyList<string>> TagsAtHeadAsync(CancellationToken cancellationToken) => AskAsync(cancellationToken, "tag", "--points-at", "HEAD");

    /// <summary>All tags.</summary>
    public Task<IReadOnlyList<string>> TagsAsync(CancellationToken cancellationToken) => AskAsync(cancellationToken, "tag", "--list");

    /// <summary>The commit that a tag names; <see langword="null"/> when there is no such tag.</summary>
    public async Task<string?> CommitOfAsync(string tag, CancellationToken cancellationToken) =>
        await AskAsync(cancellationToken, "rev-parse", "--verify", "--quiet", $"refs/tags/{tag}^{{commit}}") is [{ Length: > 0 } commit] ? commit : null;

    private async Task<IReadOnlyList<string>> AskAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        var (exitCode, lines) = await new Command("git", ["--no-optional-locks", .. arguments], root).CaptureAsync(cancellationToken);
        return exitCode == 0 ? lines : [];
    }
}
