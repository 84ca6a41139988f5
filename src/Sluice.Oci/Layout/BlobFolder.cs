using System.Buffers;
using Sluice.Oci.Layers;

namespace Sluice.Oci.Layout;

/// <summary>
/// Content-addressed files, <c>sha256/&lt;hex&gt;</c>. A blob appears under its name only when it is complete and verified
/// (temporary file, then rename), so neither a full disk nor a killed process leaves a wrong blob, and writers of the
/// same blob do not disturb each other. Safe for many processes.
/// </summary>
public sealed class BlobFolder
{
    private readonly string _blobs;
    private readonly string _temporary;

    /// <summary>Opens or makes the folder.</summary>
    /// <param name="blobs">Holds <c>sha256/</c>.</param>
    /// <param name="temporary">For unfinished files; on the same file system.</param>
    public BlobFolder(string blobs, string temporary)
    {
        _blobs = Path.Combine(blobs, "sha256");
        _temporary = temporary;
        Directory.CreateDirectory(_blobs);
        Directory.CreateDirectory(_temporary);
    }

    /// <summary>Where a blob is or would be.</summary>
    public string PathOf(Digest digest) => Path.Combine(_blobs, digest.Hex);

    /// <summary>The size of a blob in bytes, or <see langword="null"/> when it is not here.</summary>
    public long? SizeOf(Digest digest) => new FileInfo(PathOf(digest)) is { Exists: true } file ? file.Length : null;

    public bool Contains(Digest digest) => File.Exists(PathOf(digest));

    /// <summary>Opens a blob, or answers <see langword="null"/> when it is not here.</summary>
    public FileStream? OpenRead(Digest digest)
    {
        try
        {
            return new FileStream(PathOf(digest), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1 << 16, FileOptions.Asynchronous);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    /// <summary>A name for an unfinished file; nothing is created.</summary>
    public string NewTemporaryPath() => Path.Combine(_temporary, Path.GetRandomFileName());

    /// <summary>Stores bytes under their digest.</summary>
    /// <exception cref="IOException">The disk is full or not writable; nothing is left behind.</exception>
    public async Task PutAsync(Digest digest, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (Contains(digest))
        {
            return;
        }

        var temporary = NewTemporaryPath();
        try
        {
            await File.WriteAllBytesAsync(temporary, bytes, cancellationToken).ConfigureAwait(false);
            Adopt(temporary, digest);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Stores a stream, hashing as it is written. Answers what came; it is kept only when <paramref name="expected"/> is that digest or absent.</summary>
    /// <exception cref="IOException">The disk is full or not writable; nothing is left behind.</exception>
    public async Task<(Digest Digest, long Size)> PutAsync(Stream content, Digest? expected, CancellationToken cancellationToken)
    {
        var temporary = NewTemporaryPath();
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
        try
        {
            Digest digest;
            long size;
            await using (var file = new HashingStream(new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16)))
            {
                int read;
                while ((read = await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
                {
                    await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
                }

                await file.FlushAsync(cancellationToken).ConfigureAwait(false);
                (digest, size) = (file.Finish(), file.Count);
            }

            if (expected is null || expected == digest)
            {
                Adopt(temporary, digest);
            }

            return (digest, size);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            File.Delete(temporary);
        }
    }

    /// <summary>Moves a finished file, whose digest the caller has verified, to its place. A blob that is already there stays.</summary>
    public void Adopt(string file, Digest digest)
    {
        if (Contains(digest))
        {
            File.Delete(file);
        }
        else
        {
            File.Move(file, PathOf(digest), overwrite: true);
        }
    }

    /// <summary>Every blob, in no order.</summary>
    public IEnumerable<Digest> All()
    {
        foreach (var path in Directory.EnumerateFiles(_blobs))
        {
            if (Digest.TryParse("sha256:" + Path.GetFileName(path), out var digest))
            {
                yield return digest;
            }
        }
    }

    /// <summary>Files that are being written, or that a killed process left.</summary>
    public IEnumerable<string> Unfinished() => Directory.EnumerateFiles(_temporary);

    public void Remove(Digest digest) => File.Delete(PathOf(digest));
}
