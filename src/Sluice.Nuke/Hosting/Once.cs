namespace Sluice.Nuke.Hosting;

/// <summary>A question whose answer holds for the whole run: whoever asks while it is being answered waits for the same answer.</summary>
/// <param name="ask">Asks. What fails or is cancelled is no answer, and the next one asks again.</param>
internal sealed class Once<T>(Func<CancellationToken, Task<T>> ask)
{
    private readonly Lock _gate = new();
    private Task<T>? _answer;

    public Task<T> GetAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return _answer is null or { IsFaulted: true } or { IsCanceled: true } ? _answer = ask(cancellationToken) : _answer;
        }
    }
}
