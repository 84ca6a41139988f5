namespace Sluice.Oci.Registry;

/// <summary>
/// Ends a request in which nothing moves for a while. A total time would either kill slow but sound transfers of large
/// layers or let dead ones hang for minutes.
/// </summary>
internal sealed class StallWatch : IDisposable
{
    private readonly TimeSpan _patience;
    private readonly CancellationTokenSource _stalled = new();
    private readonly CancellationTokenSource _both;
    private readonly ITimer _timer;

    public StallWatch(TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
    {
        _patience = patience;
        _both = CancellationTokenSource.CreateLinkedTokenSource(_stalled.Token, cancellationToken);
        _timer = time.CreateTimer(_ => Stall(), null, patience, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Cancelled by the stall and by the caller.</summary>
    public CancellationToken Token => _both.Token;

    /// <summary>Something moved.</summary>
    public void Moved() => _timer.Change(_patience, Timeout.InfiniteTimeSpan);

    /// <summary>The exception, or one that names the stall when that was the cause.</summary>
    public Exception Explain(Exception exception)
        => _stalled.IsCancellationRequested ? new TimeoutException($"nothing moved for {_patience.TotalSeconds:0} s", exception) : exception;

    public void Dispose()
    {
        _timer.Dispose();
        _both.Dispose();
        _stalled.Dispose();
    }

    private void Stall()
    {
        try
        {
            _stalled.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The timer fired while the request ended.
        }
    }
}
