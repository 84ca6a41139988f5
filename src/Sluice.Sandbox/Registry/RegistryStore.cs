using Sluice.Oci;
using Sluice.Oci.Layout;

namespace Sluice.Sandbox.Registry;

/// <summary>
/// The registry's files. Blobs (manifests too) are shared by content; each repository has small files that say what it
/// holds: <c>_blobs/&lt;hex&gt;</c>, <c>_manifests/&lt;hex&gt;</c> (media type), <c>_tags/&lt;tag&gt;</c> (digest),
/// <c>_referrers/&lt;subject&gt;/&lt;hex&gt;</c>. No repository's name begins with an underscore. Every file appears by
/// rename, so a killed process leaves nothing half written, and all is read from disk, so nothing needs recovery.
/// </summary>
internal sealed class RegistryStore
{
    private readonly string _repositories;

    private RegistryStore(string folder, TimeProvider time)
    {
        _repositories = Path.Combine(folder, "repositories");
        Blobs = new BlobFolder(Path.Combine(folder, "blobs"), Path.Combine(folder, "tmp"));
        Uploads = new UploadStore(Path.Combine(folder, "uploads"), Blobs, time);
    }

    public BlobFolder Blobs { get; }

    public UploadStore Uploads { get; }

    /// <summary>Opens the store; unfinished temporary files of a killed server are removed, uploads are kept for a day.</summary>
    public static RegistryStore Open(string folder, TimeProvider time)
    {
        var temporary = Path.Combine(folder, "tmp");
        if (Directory.Exists(temporary))
        {
            Directory.Delete(temporary, recursive: true);
        }

        var store = new RegistryStore(folder, time);
        store.Uploads.RemoveAbandoned();
        return store;
    }

    public bool Exists(string repository) => Directory.Exists(Folder(repository, "_blobs")) || Directory.Exists(Folder(repository, "_manifests"));

    public bool HasBlob(string repository, Digest digest) => File.Exists(Marker(repository, "_blobs", digest.Hex)) && Blobs.Contains(digest);

    public void LinkBlob(string repository, Digest digest) => Write(Marker(repository, "_blobs", digest.Hex), "");

    public void UnlinkBlob(string repository, Digest digest) => File.Delete(Marker(repository, "_blobs", digest.Hex));

    /// <summary>The digest that a tag or a digest text stands for in this repository, if it holds that manifest.</summary>
    public Digest? Resolve(string repository, string reference)
    {
        var text = reference.Contains(':', StringComparison.Ordinal) ? reference : Read(Marker(repository, "_tags", reference));
        return Digest.TryParse(text, out var digest) && Blobs.Contains(digest) && File.Exists(Marker(repository, "_manifests", digest.Hex)) ? digest : null;
    }

    public string MediaTypeOf(string repository, Digest manifest) => Read(Marker(repository, "_manifests", manifest.Hex)) ?? MediaTypes.ImageManifest;

    public async Task PutManifestAsync(string repository, string? tag, OciDocument document, CancellationToken cancellationToken)
    {
        await Blobs.PutAsync(document.Digest, document.Bytes, cancellationToken).ConfigureAwait(false);
        Write(Marker(repository, "_manifests", document.Digest.Hex), document.MediaType);
        if (Referrers.SubjectOf(document) is { } about)
        {
            Write(Marker(repository, Path.Combine("_referrers", about.Subject.Hex), document.Digest.Hex), "");
        }

        if (tag is not null)
        {
            Write(Marker(repository, "_tags", tag), document.Digest.ToString());
        }
    }

    public void DeleteTag(string repository, string tag) => File.Delete(Marker(repository, "_tags", tag));

    /// <summary>Takes a manifest out of the repository, with all tags that name it. Its blobs stay for others.</summary>
    public void DeleteManifest(string repository, Digest manifest)
    {
        foreach (var tag in Tags(repository).Where(tag => Resolve(repository, tag) == manifest))
        {
            DeleteTag(repository, tag);
        }

        File.Delete(Marker(repository, "_manifests", manifest.Hex));
    }

    /// <summary>In ordinal order.</summary>
    public IReadOnlyList<string> Tags(string repository) => [.. Names(Folder(repository, "_tags"))];

    /// <summary>The manifests about a subject, as the referrers API describes them, in order of their digests.</summary>
    public async Task<IReadOnlyList<Descriptor>> ReferrersAsync(string repository, Digest subject, CancellationToken cancellationToken)
    {
        var found = new List<Descriptor>();
        foreach (var name in Names(Folder(repository, Path.Combine("_referrers", subject.Hex))))
        {
            if (Digest.TryParse("sha256:" + name, out var digest) && Resolve(repository, digest.ToString()) is not null)
            {
                var bytes = await File.ReadAllBytesAsync(Blobs.PathOf(digest), cancellationToken).ConfigureAwait(false);
                if (Referrers.Describe(new OciDocument(MediaTypeOf(repository, digest), bytes), subject) is { } referrer)
                {
                    found.Add(referrer);
                }
            }
        }

        return found;
    }

    private static IEnumerable<string> Names(string folder)
        => Directory.Exists(folder) ? Directory.EnumerateFiles(folder).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal) : [];

    private static string? Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private string Folder(string repository, string kind) => Path.Combine(_repositories, repository, kind);

    private string Marker(string repository, string kind, string name) => Path.Combine(Folder(repository, kind), name);

    private void Write(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var temporary = Blobs.NewTemporaryPath();
        try
        {
            File.WriteAllText(temporary, text);
            File.Move(temporary, file, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
