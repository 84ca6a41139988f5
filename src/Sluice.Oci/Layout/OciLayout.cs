using Sluice.Oci.Layers;

namespace Sluice.Oci.Layout;

/// <summary>
/// A folder in the OCI image-layout format: <c>oci-layout</c>, <c>index.json</c>, <c>blobs/sha256/…</c>. Used as the output
/// of builds, as their cache, and as the kubelet's store. Many tasks and processes may use it at the same time.
/// I/O failures (disk full, no permission) are <see cref="IOException"/>; they leave no wrong blob and no torn index.
/// </summary>
public sealed class OciLayout
{
    private const string NameAnnotation = "org.opencontainers.image.ref.name";
    private readonly string _indexFile;
    private readonly string _lockFile;
    private readonly TimeProvider _time;

    private OciLayout(string folder, TimeProvider time)
    {
        Folder = folder;
        _time = time;
        _indexFile = Path.Combine(folder, "index.json");
        _lockFile = Path.Combine(folder, "index.lock");
        Blobs = new BlobFolder(Path.Combine(folder, "blobs"), Path.Combine(folder, "tmp"));
    }

    public string Folder { get; }

    public BlobFolder Blobs { get; }

    /// <summary>Opens a layout, making what is missing.</summary>
    public static OciLayout Open(string folder, TimeProvider? time = null)
    {
        var layout = new OciLayout(Path.GetFullPath(folder), time ?? TimeProvider.System);
        var marker = Path.Combine(layout.Folder, "oci-layout");
        if (!File.Exists(marker))
        {
            layout.Replace(marker, """{"imageLayoutVersion":"1.0.0"}"""u8.ToArray());
        }

        return layout;
    }

    /// <summary>Stores a document as a blob, without an entry in the index (configurations, artifact contents).</summary>
    public async Task<Descriptor> PutAsync(OciDocument document, CancellationToken cancellationToken)
    {
        await Blobs.PutAsync(document.Digest, document.Bytes, cancellationToken).ConfigureAwait(false);
        return document.Descriptor;
    }

    /// <summary>Takes over a built layer's file.</summary>
    public void Adopt(BuiltLayer layer) => Blobs.Adopt(layer.File, layer.Descriptor.Digest);

    /// <summary>Stores a manifest or index with an entry in the index. A name moves from the manifest that had it.</summary>
    /// <param name="document">The document.</param>
    /// <param name="name">For <see cref="Resolve(string)"/>; <see langword="null"/> for none.</param>
    /// <param name="cancellationToken">Stops waiting for the index.</param>
    public async Task<Descriptor> PutManifestAsync(OciDocument document, string? name, CancellationToken cancellationToken)
    {
        await PutAsync(document, cancellationToken).ConfigureAwait(false);
        var entry = document.Descriptor with { Annotations = name is null ? null : new Dictionary<string, string> { [NameAnnotation] = name } };
        await using var held = await HoldIndexAsync(cancellationToken).ConfigureAwait(false);
        var index = ReadIndex();
        if (name is not null || index.Manifests.All(other => other.Digest != entry.Digest))
        {
            var kept = index.Manifests.Where(other => NameOf(other) is { } taken ? taken != name : other.Digest != entry.Digest);
            Replace(_indexFile, (index with { Manifests = [.. kept, entry] }).ToDocument().Bytes);
        }

        return document.Descriptor;
    }

    /// <summary>The manifest that has this name.</summary>
    public Descriptor? Resolve(string name) => ReadIndex().Manifests.LastOrDefault(entry => NameOf(entry) == name) is { } found ? found with { Annotations = null } : null;

    /// <summary>The manifest with this digest, if the index lists it.</summary>
    public Descriptor? Resolve(Digest digest) => ReadIndex().Manifests.FirstOrDefault(entry => entry.Digest == digest) is { } found ? found with { Annotations = null } : null;

    /// <summary>Everything that the index lists, each manifest once.</summary>
    public IReadOnlyList<Descriptor> List() => [.. ReadIndex().Manifests.DistinctBy(entry => entry.Digest).Select(entry => entry with { Annotations = null })];

    /// <summary>Takes manifests out of the index, with all their names. Their blobs stay.</summary>
    public async Task UnlistAsync(IReadOnlySet<Digest> manifests, CancellationToken cancellationToken)
    {
        await using var held = await HoldIndexAsync(cancellationToken).ConfigureAwait(false);
        var index = ReadIndex();
        Replace(_indexFile, (index with { Manifests = [.. index.Manifests.Where(entry => !manifests.Contains(entry.Digest))] }).ToDocument().Bytes);
    }

    /// <summary>Reads a stored document, or answers <see langword="null"/> when it is not here or damaged.</summary>
    public async Task<OciDocument?> ReadAsync(Descriptor descriptor, CancellationToken cancellationToken)
    {
        if (Blobs.SizeOf(descriptor.Digest) != descriptor.Size)
        {
            return null;
        }

        var bytes = await File.ReadAllBytesAsync(Blobs.PathOf(descriptor.Digest), cancellationToken).ConfigureAwait(false);
        var document = new OciDocument(descriptor.MediaType, bytes);
        return document.Digest == descriptor.Digest ? document : null;
    }

    /// <summary>The listed manifests that are about <paramref name="subject"/>, described as the referrers API does.</summary>
    public async Task<IReadOnlyList<Descriptor>> ReferrersAsync(Digest subject, string? artifactType, CancellationToken cancellationToken)
    {
        var found = new List<Descriptor>();
        foreach (var entry in ReadIndex().Manifests.DistinctBy(entry => entry.Digest))
        {
            if (await ReadAsync(entry, cancellationToken).ConfigureAwait(false) is { } document
                && Referrers.Describe(document, subject) is { } referrer
                && (artifactType is null || referrer.ArtifactType == artifactType))
            {
                found.Add(referrer);
            }
        }

        return found;
    }

    /// <summary>Hashes every blob again. Answers one line for each that is damaged; empty when all is well.</summary>
    public async Task<IReadOnlyList<string>> VerifyAsync(CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        foreach (var digest in Blobs.All().Order())
        {
            await using var blob = Blobs.OpenRead(digest);
            if (blob is not null && await Digest.ComputeAsync(blob, cancellationToken).ConfigureAwait(false) is var actual && actual != digest)
            {
                problems.Add($"{Blobs.PathOf(digest)}: the content is {actual}. Delete the file; it is made or pulled again.");
            }
        }

        return problems;
    }

    private static string? NameOf(Descriptor entry) => entry.Annotations?.GetValueOrDefault(NameAnnotation);

    /// <summary>An index that cannot be read (torn by a crash of the machine) counts as empty: the layout is a cache.</summary>
    private ImageIndex ReadIndex()
        => File.Exists(_indexFile) && ImageIndex.TryRead(File.ReadAllBytes(_indexFile), out var index, out _) ? index : new ImageIndex();

    private void Replace(string file, ReadOnlyMemory<byte> bytes)
    {
        var temporary = Blobs.NewTemporaryPath();
        try
        {
            File.WriteAllBytes(temporary, bytes.Span);
            File.Move(temporary, file, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    private async Task<FileStream> HoldIndexAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return new FileStream(_lockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException exception) when (exception is not (DirectoryNotFoundException or PathTooLongException) && File.Exists(_lockFile))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(5), _time, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
