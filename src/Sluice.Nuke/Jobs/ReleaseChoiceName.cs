using Sluice.Model;
using Sluice.Model.Environments;
using Sluice.Model.Versions;
using Sluice.Nuke.Failures;
using Sluice.Nuke.Hosting;
using Sluice.Rollouts.Deploy;

namespace Sluice.Nuke.Jobs;

/// <summary>A release by its name.</summary>
/// <param name="Version">Its version.</param>
/// <param name="Commit">The commit that has this version.</param>
/// <param name="IsHead">Whether that commit is checked out, unchanged.</param>
internal sealed record NamedRelease(ReleaseVersion Version, string Commit, bool IsHead);

/// <summary>Which version a target deploys: what was typed, else what the tags of the commit say that is checked out.</summary>
internal sealed class ReleaseChoiceName(Pipeline pipeline, EnvironmentDefinition environment, string target, GitInfo git, ReleaseChoiceGit tags)
{
    /// <summary>The release; <see langword="null"/> where an environment takes commits and none was typed.</summary>
    /// <param name="typed"><c>--release-version</c>; <see langword="null"/> or empty for none.</param>
    /// <param name="cancellationToken">Stops asking git.</param>
    /// <exception cref="BuildFailedException">There is no such release, or it is not for this environment.</exception>
    public async Task<NamedRelease?> FindAsync(string? typed, CancellationToken cancellationToken)
    {
        if (typed is not { Length: > 0 } && environment.Triggers.All(trigger => trigger.Kind != RefKind.Tag))
        {
            return null;
        }

        if (git.Commit is not { } head)
        {
            throw Refuse($"{target} deploys a version of a commit, and the sources are not in a git repository with a commit.", "git init && git add . && git commit");
        }

        var named = typed is { Length: > 0 } text ? await TypedAsync(text, head, cancellationToken) : new NamedRelease(await TaggedAsync(head, cancellationToken), head, true);
        if (named.IsHead && git.IsDirty)
        {
            throw Refuse(
                $"{named.Version} is commit {Short(head)}, and the sources differ from it: what would be deployed is not what has that version.",
                "git status, then commit and tag that, or git stash");
        }

        await RequireBranchAsync(named, cancellationToken);
        return named;
    }

    /// <summary>A tag can be put on any commit; a trigger may ask for one that a branch holds, that is, one that was reviewed.</summary>
    private async Task RequireBranchAsync(NamedRelease named, CancellationToken cancellationToken)
    {
        var branches = ReleaseTag.BranchesFor(environment.Triggers, named.Version);
        foreach (var branch in branches)
        {
            if (await tags.HoldsAsync(branch, named.Commit, cancellationToken))
            {
                return;
            }
        }

        if (branches is not [var wanted, ..])
        {
            return;
        }

        var known = (await Task.WhenAll(branches.Select(branch => tags.BranchesAsync(branch, cancellationToken)))).Any(names => names.Count > 0);
        var what = $"{environment.Name} takes versions of commits that are on {string.Join(" or ", branches)} (onBranch in sluice.yaml), and {named.Version} is commit {Short(named.Commit)}, ";
        throw !known ? Refuse($"{what}of which that is not known: no such branch is here.", $"git fetch origin {wanted}:refs/remotes/origin/{wanted}")
            : await tags.IsShallowAsync(cancellationToken) ? Refuse($"{what}of which that is not known: the history here is cut off.", "git fetch --unshallow")
            : Refuse($"{what}which is not.", $"git log -1 {Short(named.Commit)}, then merge it into {wanted}, or git tag a commit that is there; git fetch if it is there on the server");
    }

    private async Task<NamedRelease> TypedAsync(string text, string head, CancellationToken cancellationToken)
    {
        if (!ReleaseVersion.TryParse(text, out var version, out var error))
        {
            throw Refuse($"--release-version: {error}", $"./build.sh {target} --release-version {Example() ?? "1.0.0"}");
        }

        if (!ReleaseTag.IsFor(environment.Triggers, version))
        {
            var others = pipeline.Triggers
                .Where(one => one.Triggers.Any(trigger => trigger.Kind == RefKind.Tag) && ReleaseTag.IsFor(one.Triggers, version))
                .Select(one => one.Environment).ToList();
            throw Refuse(
                $"{environment.Name} does not take {version}: {Patterns()}.{(others.Count > 0 ? $" {version} is for {string.Join(", ", others)}." : "")}",
                $"./build.sh {target} --release-version {Example() ?? "…"}");
        }

        var commits = new List<(string Tag, string Commit)>();
        foreach (var name in ReleaseTag.NamesOf(version))
        {
            if (await tags.CommitOfAsync(name, cancellationToken) is { } commit)
            {
                commits.Add((name, commit));
            }
        }

        return commits switch
        {
            [] => new NamedRelease(version, head, true),
            [var (one, first), var (other, second)] when first != second => throw Refuse(
                $"{version} is two commits: the tag {one} is {Short(first)}, and the tag {other} is {Short(second)}.", $"git tag --delete {other}"),
            [var (_, commit), ..] => new NamedRelease(version, commit, commit == head),
        };
    }

    private async Task<ReleaseVersion> TaggedAsync(string head, CancellationToken cancellationToken)
    {
        var here = await tags.TagsAtHeadAsync(cancellationToken);
        var (tag, problems) = ReleaseTag.Highest(environment.Triggers, here);
        if (tag is not null)
        {
            return tag.Version;
        }

        var wanted = await SuggestionAsync(here, cancellationToken);
        var others = here.Count > 0 ? $" (it has {string.Join(", ", here)})" : "";
        throw Refuse(
            string.Join('\n', [$"{target} deploys a version, and the commit that is checked out ({Short(head)}) has no tag for {environment.Name}{others}: {Patterns()}.", .. problems]),
            wanted is null ? "git tag NAME" : $"git tag {wanted}, or ./build.sh {target} --release-version {wanted.TrimStart('v')}; git fetch --tags if the tag is on the server");
    }

    /// <summary>The next number after the highest pre-release that this environment takes; the final version of a pre-release that is here.</summary>
    private async Task<string?> SuggestionAsync(IReadOnlyList<string> here, CancellationToken cancellationToken)
    {
        var (highest, _) = ReleaseTag.Highest(environment.Triggers, await tags.TagsAsync(cancellationToken));
        var final = here.Select(name => ReleaseVersion.TryParse(name, out var version, out _) ? version : null).OfType<ReleaseVersion>().Where(version => version.IsPreRelease).Max()?.Final;
        ReleaseVersion?[] guesses = [final, highest is { Version.IsPreRelease: true } ? highest.Version.NextPreRelease() : null];
        return guesses.OfType<ReleaseVersion>().FirstOrDefault(version => ReleaseTag.IsFor(environment.Triggers, version)) is { } guess ? $"v{guess}" : ReleaseTag.Example(environment.Triggers);
    }

    private string Patterns() =>
        $"its tags are {string.Join(", ", environment.Triggers.Where(trigger => trigger.Kind == RefKind.Tag).Select(trigger => trigger.Pattern.Text))}";

    private string? Example() => ReleaseTag.Example(environment.Triggers)?.TrimStart('v');

    internal static string Short(string commit) => commit.Length > 12 ? commit[..12] : commit;

    private static BuildFailedException Refuse(string what, string next) => new(ExitCodes.BadInput, $"{what}\nNothing was changed. Type: {next}");
}
