namespace Sluice.Load;

/// <summary>What happens to a request on the wire, which the HTTP client hides by sending it again.</summary>
internal sealed class RequestWatch
{
    private static readonly AsyncLocal<RequestWatch?> s_current = new();

    /// <summary>The request that the running code sends.</summary>
    public static RequestWatch? Current
    {
        get => s_current.Value;
        set => s_current.Value = value;
    }

    /// <summary>How a connection ended beneath it; <see langword="null"/> when none did.</summary>
    public Failure? Lost { get; set; }
}

/// <summary>A connection that tells a request when it ends after the request was written and before any byte of the answer.</summary>
internal sealed class WatchedStream(Stream inner) : Stream
{
    private volatile RequestWatch? _unanswered;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            var count = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            if (count > 0)
            {
                _unanswered = null;
            }
            else if (buffer.Length > 0)
            {
                Tell(new Failure(FailureKind.Closed));
            }

            return count;
        }
        catch (IOException problem)
        {
            Tell(FailureReading.Of(problem));
            throw;
        }
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _unanswered = RequestWatch.Current;
        try
        {
            await inner.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException problem)
        {
            Tell(FailureReading.Of(problem));
            throw;
        }
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override void Flush() => inner.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Tell(Failure failure)
    {
        if (_unanswered is { } request)
        {
            request.Lost = failure;
            _unanswered = null;
        }
    }
}
