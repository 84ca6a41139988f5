using Sluice.Nuke.Hosting;
using Xunit;

namespace Sluice.Nuke.Tests;

public sealed class AheadTests
{
    private static readonly TimeSpan s_long = TimeSpan.FromMinutes(10);

    [Fact]
    public async Task TakeAsync_OfWhatFits_GivesItToTheFirstOnly()
    {
        using var opened = new Opened();
        var ahead = Ahead<Opened>.Begin(_ => Task.FromResult<Opened?>(opened), s_long, TimeProvider.System);

        Assert.Same(opened, await ahead.TakeAsync(_ => true, CancellationToken.None));
        Assert.Null(await ahead.TakeAsync(_ => true, CancellationToken.None));
        Assert.False(opened.IsDisposed);
    }

    [Fact]
    public async Task TakeAsync_BeforeItIsOpen_WaitsForIt()
    {
        using var opened = new Opened();
        var opening = new TaskCompletionSource<Opened?>();
        var ahead = Ahead<Opened>.Begin(_ => opening.Task, s_long, TimeProvider.System);

        var taken = ahead.TakeAsync(_ => true, CancellationToken.None);
        Assert.False(taken.IsCompleted);
        opening.SetResult(opened);
        Assert.Same(opened, await taken);
    }

    [Fact]
    public async Task TakeAsync_OfAnotherOne_DisposesIt()
    {
        using var opened = new Opened();
        var ahead = Ahead<Opened>.Begin(_ => Task.FromResult<Opened?>(opened), s_long, TimeProvider.System);

        Assert.Null(await ahead.TakeAsync(_ => false, CancellationToken.None));
        Assert.True(opened.IsDisposed);
    }

    [Fact]
    public async Task TakeAsync_OfWhatFailed_GivesNothingAndDoesNotThrow() =>
        Assert.Null(await Ahead<Opened>.Begin(_ => throw new IOException("refused"), s_long, TimeProvider.System).TakeAsync(_ => true, CancellationToken.None));

    [Fact]
    public async Task TakeAsync_OfWhatTakesTooLong_GivesNothing()
    {
        var ahead = Ahead<Opened>.Begin(
            async token =>
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
                return null;
            },
            TimeSpan.FromMilliseconds(1),
            TimeProvider.System);

        Assert.Null(await ahead.TakeAsync(_ => true, CancellationToken.None));
    }

    [Fact]
    public async Task TakeAsync_Cancelled_Throws()
    {
        var ahead = Ahead<Opened>.Begin(_ => new TaskCompletionSource<Opened?>().Task, s_long, TimeProvider.System);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ahead.TakeAsync(_ => true, new CancellationToken(canceled: true)));
    }

    private sealed class Opened : IDisposable
    {
        public bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;
    }
}
