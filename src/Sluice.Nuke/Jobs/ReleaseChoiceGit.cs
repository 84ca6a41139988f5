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

    /// <summary>Where a branch of that name is known: here, or as it was last fetched from elsewhere.</summary>
    public Task<IReadOnlyList<string>> BranchesAsync(string branch, CancellationToken cancellationToken) =>
        AskAsync(cancellationToken, "for-each-ref", "--format=%(refname)", $"refs/heads/{branch}", $"refs/remotes/*/{branch}");

    /// <summary>Whether a branch of that name holds a commit, here or as it was last fetched from elsewhere.</summary>
    public async Task<bool> HoldsAsync(string branch, string commit, CancellationToken cancellationToken) =>
        await AskAsync(cancellationToken, "for-each-ref", "--format=%(refname)", "--contains", commit, $"refs/heads/{branch}", $"refs/remotes/*/{branch}") is { Count: > 0 };

    /// <summary>Whether the history is cut off, as build servers fetch it.</summary>
    public async Task<bool> IsShallowAsync(CancellationToken cancellationToken) =>
        await AskAsync(cancellationToken, "rev-parse", "--is-shallow-repository") is ["true"];

    private async Task<IReadOnlyList<string>> AskAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        var (exitCode, lines) = await new Command("git", ["--no-optional-locks", .. arguments], root).CaptureAsync(cancellationToken);
        return exitCode == 0 ? lines : [];
    }
}
