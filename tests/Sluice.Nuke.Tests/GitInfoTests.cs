using Sluice.Nuke.Hosting;

namespace Sluice.Nuke.Tests;

public sealed class GitInfoTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sluice-git-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task ReadAsync_OutsideARepository_HasNoCommitAndAnAuthor()
    {
        var git = await GitInfo.ReadAsync(_folder, CancellationToken.None);

        Assert.Null(git.Commit);
        Assert.Equal("uncommitted", git.Version);
        Assert.NotEmpty(git.Author);
    }

    [Fact]
    public async Task ReadAsync_CommittedThenEdited_SaysSo()
    {
        await GitAsync("init", "-q");
        await GitAsync("config", "user.name", "Ada");
        await GitAsync("config", "user.email", "ada@example.invalid");
        await File.WriteAllTextAsync(Path.Combine(_folder, "file"), "one");
        await GitAsync("add", ".");
        await GitAsync("commit", "-qm", "first");

        var clean = await GitInfo.ReadAsync(_folder, CancellationToken.None);
        await File.WriteAllTextAsync(Path.Combine(_folder, "file"), "two");
        var dirty = await GitInfo.ReadAsync(_folder, CancellationToken.None);

        Assert.Equal(40, clean.Commit!.Length);
        Assert.Equal("Ada", clean.Author);
        Assert.False(clean.IsDirty);
        Assert.Equal(clean.Commit[..12], clean.Version);
        Assert.True(dirty.IsDirty);
        Assert.Equal($"{clean.Version}-dirty", dirty.Version);
    }

    private async Task GitAsync(params string[] arguments) =>
        Assert.Equal(0, await new Command("git", arguments, _folder).RunAsync(_ => { }, CancellationToken.None));
}
