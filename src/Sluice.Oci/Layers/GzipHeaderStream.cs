namespace Sluice.Oci.Layers;

/// <summary>
/// Passes gzip bytes on with the header's "operating system" byte set to 255 (unknown, RFC 1952), the one byte by which
/// the same content would differ between operating systems. Leaves the inner stream open.
/// </summary>
internal sealed class GzipHeaderStream(Stream inner) : Stream
{
    private const int OperatingSystemOffset = 9;
    private long _position;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        var at = OperatingSystemOffset - _position;
        _position += buffer.Length;
        if (at < 0 || at >= buffer.Length)
        {
            inner.Write(buffer);
            return;
        }

        inner.Write(buffer[..(int)at]);
        inner.WriteByte(255);
        inner.Write(buffer[((int)at + 1)..]);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush() => inner.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
