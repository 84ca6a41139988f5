using System.Collections.Concurrent;
using Sluice.Oci;
using Sluice.Oci.Layout;

namespace Sluice.Sandbox.Registry;

/// <summary>What became of closing an upload.</summary>
internal enum UploadClosing
{
    Stored,
    OtherDigest,
}

/// <summary>
/// Unfinished uploads, a file each that only grows, so that a client can go on after a broken connection or a restart of
/// the registry. One request at a time works on an upload.
/// </summary>
internal sealed class UploadStore
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _turns = new(StringComparer.Ordinal);
    private readonly string _folder;
    private readonly BlobFolder _blobs;
    private readonly TimeProvider _time;

    public UploadStore(string folder, BlobFolder blobs, TimeProvider time)
    {
        (_folder, _blobs, _time) = (folder, blobs, time);
        Directory.CreateDirectory(folder);
    }

    /// <summary>Begins an upload and answers its id.</summary>
    public string Begin()
    {
        var id = Guid.NewGuid().ToString("N");
        File.WriteAllBytes(PathOf(id), []);
        return id;
    }

    /// <summary>Bytes received, or <see langword="null"/> when there is no such upload.</summary>
    public async Task<long?> LengthAsync(string id, CancellationToken cancellationToken)
    {
        using var turn = await TurnAsync(id, cancellationToken).ConfigureAwait(false);
        return Length(id);
    }

    /// <summary>
    /// Appends when the upload has exactly <paramref name="from"/> bytes (or <paramref name="from"/> is absent); answers
    /// the length afterwards, and whether the bytes were taken. What came before a connection broke is kept.
    /// </summary>
    public async Task<(bool Taken, long? Length)> AppendAsync(string id, long? from, Stream content, CancellationToken cancellationToken)
    {
        using var turn = await TurnAsync(id, cancellationToken).ConfigureAwait(false);
        var length = Length(id);
        if (length is null || (from is not null && from != length))
        {
            return (false, length);
        }

        await AppendAsync(id, content, cancellationToken).ConfigureAwait(false);
        return (true, Length(id));
    }

    /// <summary>Appends the last bytes, verifies the digest and makes the upload a blob; <see langword="null"/> when there is no such upload. A wrong digest discards it.</summary>
    public async Task<UploadClosing?> CloseAsync(string id, Digest digest, Stream content, CancellationToken cancellationToken)
    {
        using var turn = await TurnAsync(id, cancellationToken).ConfigureAwait(false);
        if (Length(id) is not { } length)
        {
            return null;
        }

        Digest actual;
        if (length == 0)
        {
            (actual, _) = await _blobs.PutAsync(content, digest, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await AppendAsync(id, content, cancellationToken).ConfigureAwait(false);
            await using (var file = File.OpenRead(PathOf(id)))
            {
                actual = await Digest.ComputeAsync(file, cancellationToken).ConfigureAwait(false);
            }

            if (actual == digest)
            {
                _blobs.Adopt(PathOf(id), digest);
            }
        }

        File.Delete(PathOf(id));
        _turns.TryRemove(id, out _);
        return actual == digest ? UploadClosing.Stored : UploadClosing.OtherDigest;
    }

    public async Task<bool> CancelAsync(string id, CancellationToken cancellationToken)
    {
        using var turn = await TurnAsync(id, cancellationToken).ConfigureAwait(false);
        var existed = Length(id) is not null;
        File.Delete(PathOf(id));
        return existed;
    }

    public void RemoveAbandoned()
    {
        var oldest = _time.GetUtcNow() - Lifetime;
        foreach (var file in new DirectoryInfo(_folder).EnumerateFiles().Where(file => file.LastWriteTimeUtc < oldest.UtcDateTime))
        {
            file.Delete();
        }
    }

    private string PathOf(string id) => Path.Combine(_folder, id);

    private long? Length(string id) => Guid.TryParseExact(id, "N", out _) && new FileInfo(PathOf(id)) is { Exists: true } file ? file.Length : null;

    private async Task AppendAsync(string id, Stream content, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(PathOf(id), FileMode.Append, FileAccess.Write, FileShare.Read, 1 << 16);
        await content.CopyToAsync(file, 1 << 16, cancellationToken).ConfigureAwait(false);
    }

    private async Task<Turn> TurnAsync(string id, CancellationToken cancellationToken)
    {
        var semaphore = _turns.GetOrAdd(id, _ => new SemaphoreSlim(1));
        await semaphore.WaitAsync(cancellationToken).ConfigureAwait(false);
        return new Turn(semaphore);
    }

    private sealed class Turn(SemaphoreSlim semaphore) : IDisposable
    {
        public void Dispose() => semaphore.Release();
    }
}
