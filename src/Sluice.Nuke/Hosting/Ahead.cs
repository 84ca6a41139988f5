namespace Sluice.Nuke.Hosting;

/// <summary>
/// Something that is opened before its turn. Nothing of it is told: what fails or takes too long is as if it had never been tried,
/// and whoever needs it opens it for itself, and tells then.
/// </summary>
internal sealed class Ahead<T>
    where T : class, IDisposable
{
    private readonly Task<T?> _opening;
    private int _taken;

    private Ahead(Task<T?> opening) => _opening = opening;

    /// <param name="open">Opens it, on a thread of its own; <see langword="null"/> when there is nothing to open yet.</param>
    /// <param name="limit">How long that may take.</param>
    /// <param name="clock">Time for the limit.</param>
    public static Ahead<T> Begin(Func<CancellationToken, Task<T?>> open, TimeSpan limit, TimeProvider clock)
    {
        return new Ahead<T>(Task.Run(OpenAsync));

        async Task<T?> OpenAsync()
        {
            using var patience = new CancellationTokenSource(limit, clock);
            return await open(patience.Token);
        }
    }

    /// <summary>Gives what was opened to the first who asks, who has to dispose it.</summary>
    /// <param name="fits">Whether it is what is needed; if not, it is disposed.</param>
    /// <param name="cancellationToken">Gives up waiting for it.</param>
    /// <returns><see langword="null"/> when it has to be opened now.</returns>
    public async Task<T?> TakeAsync(Predicate<T> fits, CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _taken, 1) == 1)
        {
            return null;
        }

        await ((Task)_opening.WaitAsync(cancellationToken)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        if (!_opening.IsCompletedSuccessfully || await _opening is not { } opened)
        {
            return null;
        }

        if (fits(opened))
        {
            return opened;
        }

        opened.Dispose();
        return null;
    }
}
