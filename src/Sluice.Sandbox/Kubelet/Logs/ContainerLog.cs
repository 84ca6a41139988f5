using System.Buffers;
using System.Globalization;
using System.Text;

namespace Sluice.Sandbox.Kubelet.Logs;

/// <summary>
/// Writes one container instance's output, each line after its time and a space. At <see cref="LimitBytes"/> the file becomes
/// <c>….1</c> and a new one is begun, so that an instance takes at most twice that.
/// </summary>
internal sealed class ContainerLog : IDisposable
{
    public const long LimitBytes = 8 << 20;

    private const int LongestLine = 64 << 10;
    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly long _limit;
    private FileStream _file;

    public ContainerLog(string path, TimeProvider time, long limit = LimitBytes)
    {
        Path = path;
        _time = time;
        _limit = limit;
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        _file = Open(path);
    }

    public string Path { get; }

    public bool IsClosed { get; private set; }

    /// <summary>Copies a stream into the log, line by line, until it ends.</summary>
    public async Task PumpAsync(Stream source, CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(LongestLine);
        int held = 0;
        try
        {
            while (await source.ReadAsync(buffer.AsMemory(held), cancellationToken).ConfigureAwait(false) is > 0 and var count)
            {
                held = WriteLines(buffer, held + count);
            }

            if (held > 0)
            {
                Write(buffer.AsSpan(0, held));
            }
        }
        catch (IOException)
        {
            // The pipe broke or the disk is full: the program goes on without its log.
            await source.CopyToAsync(Stream.Null, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            IsClosed = true;
            _file.Dispose();
        }
    }

    private static FileStream Open(string path) => new(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, 0);

    private int WriteLines(byte[] buffer, int count)
    {
        int end = buffer.AsSpan(0, count).LastIndexOf((byte)'\n') + 1;
        if (end == 0 && count == buffer.Length)
        {
            end = count;
        }

        if (end > 0)
        {
            Write(buffer.AsSpan(0, end));
            buffer.AsSpan(end, count - end).CopyTo(buffer);
        }

        return count - end;
    }

    private void Write(ReadOnlySpan<byte> lines)
    {
        byte[] stamp = Encoding.ASCII.GetBytes(_time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'00Z '", CultureInfo.InvariantCulture));
        using var text = new MemoryStream();
        while (!lines.IsEmpty)
        {
            int end = lines.IndexOf((byte)'\n');
            text.Write(stamp);
            text.Write(end < 0 ? lines : lines[..end]);
            text.WriteByte((byte)'\n');
            lines = end < 0 ? [] : lines[(end + 1)..];
        }

        lock (_lock)
        {
            if (!IsClosed)
            {
                Append(text.GetBuffer().AsSpan(0, (int)text.Length));
            }
        }
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        if (_file.Length + bytes.Length > _limit && _file.Length > 0)
        {
            _file.Dispose();
            File.Move(Path, $"{Path}.1", overwrite: true);
            _file = Open(Path);
        }

        _file.Write(bytes);
    }
}
