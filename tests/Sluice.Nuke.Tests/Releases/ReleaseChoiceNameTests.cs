using Sluice.Nuke.Failures;
using Sluice.Nuke.Hosting;
using Sluice.Nuke.Jobs;
using Sluice.Rollouts.Deploy;

namespace Sluice.Nuke.Tests.Releases;

public sealed class ReleaseChoiceNameTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sluice-tags-").FullName;
    private string _first = "";
    private string _head = "";

    public async Task InitializeAsync()
    {
        await GitAsync("init", "-q", "--initial-branch", "main");
        _first = await CommitAsync("one");
        _head = await CommitAsync("two");
    }

    public Task DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task FindAsync_SeveralTagsHere_TheHighestOfTheEnvironment()
    {
        await TagAsync("v1.5.0-beta9", "v1.5.0-beta10", "v1.5.0", "nightly");
        await GitAsync("tag", "v1.5.0-beta11", _first);

        Assert.Equal(("1.5.0-beta10", _head, true), await FindAsync("beta"));
        Assert.Equal(("1.5.0", _head, true), await FindAsync("prod"));
    }

    [Fact]
    public async Task FindAsync_AnnotatedTag_NamesItsCommit()
    {
        await GitAsync("tag", "-a", "-m", "a release", "v1.5.0-beta1");

        Assert.Equal(("1.5.0-beta1", _head, true), await FindAsync("beta"));
        Assert.Equal(("1.5.0-beta1", _head, true), await FindAsync("beta", "v1.5.0-beta1"));
    }

    [Fact]
    public async Task FindAsync_EnvironmentOfABranch_HasNoVersionUnlessTyped()
    {
        await TagAsync("v1.5.0");

        Assert.Null(await FindAsync("stage"));
        Assert.Equal(("1.6.0-beta1", _head, true), await FindAsync("stage", "1.6.0-beta1"));
    }

    [Fact]
    public async Task FindAsync_Typed_IsTheCommitOfItsTagOrElseOfTheCheckout()
    {
        await GitAsync("tag", "v1.5.0-beta1", _first);
        await GitAsync("tag", "v1.5.0-beta2");

        Assert.Equal(("1.5.0-beta1", _first, false), await FindAsync("beta", "1.5.0-beta1"));
        Assert.Equal(("1.5.0-beta2", _head, true), await FindAsync("beta", "v1.5.0-beta2"));
        Assert.Equal(("1.5.0-beta3", _head, true), await FindAsync("beta", "1.5.0-beta3"));
    }

    [Fact]
    public async Task FindAsync_NoTagHere_SaysWhatToType()
    {
        await RefusedAsync("beta", null, "has no tag for beta: its tags are v[0-9]+.[0-9]+.[0-9]+-beta[0-9]+", "git tag v1.0.0-beta1, or ./build.sh DeployBeta --release-version 1.0.0-beta1");
        await GitAsync("tag", "v1.5.0-beta9", _first);
        await RefusedAsync("beta", null, "has no tag for beta", "git tag v1.5.0-beta10");
        await TagAsync("v1.6.0-beta3");
        await RefusedAsync("prod", null, "(it has v1.6.0-beta3)", "git tag v1.6.0, or");
    }

    [Fact]
    public async Task FindAsync_TagThatIsNoVersion_IsNamed()
    {
        await TagAsync("v1.5-beta1");

        await RefusedAsync("beta", null, "The tag 'v1.5-beta1' is not a version: it has 2 numbers instead of 3.", "git tag v1.0.0-beta1", beta: "v*-beta*");
    }

    [Theory]
    [InlineData("beta", "1.5", "--release-version: '1.5' is not a version: it has 2 numbers instead of 3.", "DeployBeta --release-version 1.0.0-beta1")]
    [InlineData("beta", "1.5.0", "beta does not take 1.5.0: its tags are v[0-9]+.[0-9]+.[0-9]+-beta[0-9]+. 1.5.0 is for prod.", "DeployBeta --release-version 1.0.0-beta1")]
    [InlineData("prod", "1.5.0-beta2", "prod does not take 1.5.0-beta2: its tags are v[0-9]+.[0-9]+.[0-9]+. 1.5.0-beta2 is for beta.", "DeployProd --release-version 1.0.0")]
    [InlineData("prod", "1.5.0-rc1", "prod does not take 1.5.0-rc1: its tags are v[0-9]+.[0-9]+.[0-9]+.\n", "DeployProd --release-version 1.0.0")]
    public Task FindAsync_TypedForAnotherPlace_IsRefused(string environment, string typed, string what, string next) => RefusedAsync(environment, typed, what, next);

    [Fact]
    public async Task FindAsync_TwoTagsOfOneVersion_NamesBoth()
    {
        await GitAsync("tag", "v1.5.0-beta1", _first);
        await GitAsync("tag", "1.5.0-beta1");

        await RefusedAsync("beta", "1.5.0-beta1", $"the tag v1.5.0-beta1 is {_first[..12]}, and the tag 1.5.0-beta1 is {_head[..12]}", "git tag --delete 1.5.0-beta1");
    }

    [Fact]
    public async Task FindAsync_ChangedSources_AreNotTheVersion()
    {
        await TagAsync("v1.5.0-beta1");
        await File.WriteAllTextAsync(Path.Combine(_folder, "file"), "changed");

        await RefusedAsync("beta", null, "the sources differ from it", "git status");
        await RefusedAsync("beta", "1.5.0-beta1", "the sources differ from it", "git status");
        await GitAsync("tag", "v1.4.0-beta1", _first);
        Assert.Equal(("1.4.0-beta1", _first, false), await FindAsync("beta", "1.4.0-beta1"));
    }

    [Fact]
    public async Task FindAsync_CommitThatIsNotOnTheTriggersBranch_IsRefused()
    {
        await GitAsync("switch", "-qc", "aside");
        var aside = await CommitAsync("three");
        await TagAsync("v1.6.0");
        await GitAsync("tag", "v1.5.0", _first);

        await RefusedAsync("prod", null, $"prod takes versions of commits that are on main (onBranch in sluice.yaml), and 1.6.0 is commit {aside[..12]}, which is not.", "merge it into main", branch: "main");
        await RefusedAsync("prod", "1.6.0", "which is not.", "merge it into main", branch: "main");
        Assert.Equal(("1.5.0", _first, false), await FindAsync("prod", "v1.5.0", branch: "main"));
        Assert.Equal(("1.6.0", aside, true), await FindAsync("prod"));

        await GitAsync("update-ref", "refs/remotes/origin/main", aside);
        Assert.Equal(("1.6.0", aside, true), await FindAsync("prod", branch: "main"));
    }

    [Fact]
    public async Task FindAsync_TriggersBranchIsNotHere_SaysHowToGetIt()
    {
        await TagAsync("v1.6.0");

        await RefusedAsync("prod", null, "no such branch is here", "git fetch origin release:refs/remotes/origin/release", branch: "release");
    }

    [Fact]
    public async Task FindAsync_HistoryIsCutOff_SaysSo()
    {
        await GitAsync("branch", "release", _first);
        await TagAsync("v1.6.0");
        await File.WriteAllTextAsync(Path.Combine(_folder, ".git", "shallow"), $"{_head}\n");

        await RefusedAsync("prod", null, "the history here is cut off", "git fetch --unshallow", branch: "release");
    }

    [Fact]
    public async Task FindAsync_NoRepository_SaysSo()
    {
        Directory.Delete(Path.Combine(_folder, ".git"), recursive: true);

        await RefusedAsync("beta", "1.5.0-beta1", "not in a git repository", "git init");
    }

    private async Task RefusedAsync(string environment, string? typed, string what, string next, string? beta = null, string? branch = null)
    {
        var failure = await Assert.ThrowsAsync<BuildFailedException>(() => FindAsync(environment, typed, beta, branch));

        Assert.Equal(ExitCodes.BadInput, failure.ExitCode);
        Assert.Contains(what, failure.Message, StringComparison.Ordinal);
        Assert.Contains("Nothing was changed. Type: ", failure.Message, StringComparison.Ordinal);
        Assert.Contains(next, failure.Message.Split("Type: ")[1], StringComparison.Ordinal);
    }

    private async Task<(string, string, bool)?> FindAsync(string environment, string? typed = null, string? beta = null, string? branch = null)
    {
        var pipeline = beta is null ? ReleasePipeline.Load(branch: branch) : ReleasePipeline.Load(beta, branch);
        var target = $"Deploy{char.ToUpperInvariant(environment[0])}{environment[1..]}";
        var choice = new ReleaseChoiceName(pipeline, pipeline.Environment(environment), target, await GitInfo.ReadAsync(_folder, default), new ReleaseChoiceGit(_folder));
        return await choice.FindAsync(typed, default) is { } named ? (named.Version.ToString(), named.Commit, named.IsHead) : null;
    }

    private async Task<string> CommitAsync(string content)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "file"), content);
        await GitAsync("add", ".");
        await GitAsync("commit", "-qm", content);
        return (await GitAsync("rev-parse", "HEAD"))[0];
    }

    private async Task TagAsync(params string[] names)
    {
        foreach (var name in names)
        {
            await GitAsync("tag", name);
        }
    }

    private async Task<IReadOnlyList<string>> GitAsync(params string[] arguments)
    {
        var (exitCode, lines) = await new Command("git", ["-c", "user.name=Ada", "-c", "user.email=ada@example.invalid", .. arguments], _folder).CaptureAsync(default);
        Assert.Equal((0, ""), (exitCode, exitCode == 0 ? "" : string.Join('\n', lines)));
        return lines;
    }
}
