using Sluice.Nuke.Hosting;

namespace Sluice.Nuke.Tests;

public sealed class OnceTests
{
    private int _asked;

    [Fact]
    public async Task Get_SeveralAtTheSameTime_AskOnce()
    {
        var answer = new TaskCompletionSource<int>();
        var once = new Once<int>(_ =>
        {
            _asked++;
            return answer.Task;
        });

        var all = Task.WhenAll(Enumerable.Range(0, 3).Select(_ => once.GetAsync(CancellationToken.None)));
        answer.SetResult(7);

        Assert.All(await all, got => Assert.Equal(7, got));
        Assert.Equal(7, await once.GetAsync(CancellationToken.None));
        Assert.Equal(1, _asked);
    }

    [Fact]
    public async Task Get_AfterAFailure_AsksAgain()
    {
        var once = new Once<int>(_ => ++_asked == 1 ? Task.FromException<int>(new IOException("away")) : Task.FromResult(_asked));

        await Assert.ThrowsAsync<IOException>(() => once.GetAsync(CancellationToken.None));

        Assert.Equal(2, await once.GetAsync(CancellationToken.None));
    }
}
