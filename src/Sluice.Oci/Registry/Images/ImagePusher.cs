using System.Collections.Concurrent;
using Sluice.Oci.Layout;

namespace Sluice.Oci.Registry;

/// <summary>
/// Pushes images and indexes from a layout: only what is missing, blobs in parallel, documents after all they refer to.
/// One pusher remembers what it brought where, and mounts it for the next repository of the same registry; it may push
/// several images at the same time.
/// </summary>
public sealed class ImagePusher(RegistryClient client)
{
    private readonly MountSources _sources = new();
    private readonly Turns _turns = new();

    /// <summary>Pushes the image, or the index with all its images, that has this digest.</summary>
    /// <param name="layout">Holds the manifest, its config and its layers.</param>
    /// <param name="manifest">The digest of the manifest or index.</param>
    /// <param name="image">Where to; with a tag it is moved to this manifest, with none the image is stored by digest only.</param>
    /// <param name="progress">Told about every blob.</param>
    /// <param name="cancellationToken">Stops the push; what arrived stays and is not sent again.</param>
    public Task<RegistryOutcome<PushReport>> PushAsync(
        OciLayout layout, Digest manifest, ImageReference image, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
        => PushAsync(layout, manifest, image, null, progress, cancellationToken);

    /// <summary>As above, with a repository of the same registry from which blobs may be mounted.</summary>
    public async Task<RegistryOutcome<PushReport>> PushAsync(
        OciLayout layout, Digest manifest, ImageReference image, string? mountFrom, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        var root = new Descriptor { MediaType = layout.Resolve(manifest)?.MediaType ?? MediaTypes.ImageManifest, Digest = manifest, Size = layout.Blobs.SizeOf(manifest) ?? 0 };
        var (tree, problem) = await ImageTree.ReadAsync(layout, root, cancellationToken).ConfigureAwait(false);
        if (tree is null)
        {
            return RegistryError.For(image, RegistryErrorKind.LocalStorage, problem!);
        }

        var target = image.Tag is null ? image.WithDigest(manifest) : image with { Digest = null };
        var known = await client.HeadManifestAsync(target, cancellationToken).ConfigureAwait(false);
        if (!known.IsSuccess && known.Error.Kind != RegistryErrorKind.NotFound)
        {
            return known.Error;
        }

        var blobs = tree.Blobs;
        if (known.IsSuccess && known.Value.Digest == manifest)
        {
            foreach (var blob in blobs)
            {
                AlreadyThere(target, blob, progress);
            }

            return new PushReport(image.WithDigest(manifest), 0, 0, 0, blobs.Count, false);
        }

        await NoteBasesAsync(layout, tree, target, cancellationToken).ConfigureAwait(false);
        var sent = await SendBlobsAsync(layout, blobs, target, mountFrom, progress, cancellationToken).ConfigureAwait(false);
        return sent.IsSuccess ? await PutDocumentsAsync(tree, target, sent.Value, blobs.Count, cancellationToken).ConfigureAwait(false) : sent.Error;
    }

    /// <summary>Layers of a base that lies in the same registry can be mounted from there.</summary>
    private async Task NoteBasesAsync(OciLayout layout, ImageTree tree, ImageReference target, CancellationToken cancellationToken)
    {
        foreach (var annotations in tree.Images.Select(image => image.Manifest!.Annotations).OfType<IReadOnlyDictionary<string, string>>())
        {
            if (ImageReference.TryParse(annotations.GetValueOrDefault(Annotations.BaseName), out var source, out _)
                && source.Host == target.Host
                && Digest.TryParse(annotations.GetValueOrDefault(Annotations.BaseDigest), out var digest)
                && layout.Blobs.SizeOf(digest) is { } size
                && (await ImageTree.ReadAsync(layout, new Descriptor { MediaType = MediaTypes.ImageManifest, Digest = digest, Size = size }, cancellationToken).ConfigureAwait(false)).Tree is { } found)
            {
                foreach (var layer in found.Layers)
                {
                    _sources.Add(source, layer.Digest);
                }
            }
        }
    }

    private async Task<RegistryOutcome<PushReport>> PutDocumentsAsync(
        ImageTree tree, ImageReference target, IReadOnlyCollection<BlobUpload> sent, int blobs, CancellationToken cancellationToken)
    {
        foreach (var (document, where) in tree.Below.Select(child => (child.Document, target.WithDigest(child.Document.Digest))).Append((tree.Document, target)))
        {
            var put = await client.PutManifestAsync(where, document, cancellationToken).ConfigureAwait(false);
            if (!put.IsSuccess)
            {
                return put.Error;
            }
        }

        var mounted = sent.Count(upload => upload.Mounted);
        return new PushReport(target.WithDigest(tree.Document.Digest), sent.Sum(upload => upload.BytesSent), sent.Count - mounted, mounted, blobs - sent.Count, true);
    }

    /// <summary>Answers the uploads that were needed. The first failure stops the others.</summary>
    private async Task<RegistryOutcome<IReadOnlyCollection<BlobUpload>>> SendBlobsAsync(
        OciLayout layout, IReadOnlyList<Descriptor> blobs, ImageReference target, string? mountFrom, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        var sent = new ConcurrentBag<BlobUpload>();
        RegistryError? failure = null;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            var parallel = new ParallelOptions { MaxDegreeOfParallelism = client.Options.Parallelism, CancellationToken = stop.Token };
            await Parallel.ForEachAsync(blobs, parallel, async (blob, token) =>
            {
                var outcome = await SendAsync(layout, blob, target, mountFrom, progress, token).ConfigureAwait(false);
                if (outcome is { IsSuccess: true, Value: { } upload })
                {
                    sent.Add(upload);
                }
                else if (!outcome.IsSuccess)
                {
                    Interlocked.CompareExchange(ref failure, outcome.Error, null);
                    await stop.CancelAsync().ConfigureAwait(false);
                }
            }).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (failure is not null && !cancellationToken.IsCancellationRequested)
        {
        }

        return failure is null ? RegistryOutcome<IReadOnlyCollection<BlobUpload>>.Of(sent) : failure;
    }

    /// <summary>Sends one blob; the value is <see langword="null"/> when the repository has it.</summary>
    private async Task<RegistryOutcome<BlobUpload?>> SendAsync(
        OciLayout layout, Descriptor blob, ImageReference target, string? mountFrom, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        var content = new BlobSource(blob, () => layout.Blobs.OpenRead(blob.Digest)!)
        {
            Problem = () => layout.Blobs.SizeOf(blob.Digest) == blob.Size ? null : $"{layout.Folder} does not hold {blob.Digest}, or holds it damaged. Build the image again.",
        };
        // What two images share is sent for one of them; the other waits and has it mounted.
        using var turn = await _turns.TakeAsync($"{target.Host} {blob.Digest}", cancellationToken).ConfigureAwait(false);
        var from = _sources.Find(target, blob.Digest) ?? mountFrom;
        var sent = await client.EnsureBlobAsync(target, content, from, progress, cancellationToken).ConfigureAwait(false);
        if (sent.IsSuccess)
        {
            _sources.Add(target, blob.Digest);
        }

        return sent;
    }

    private void AlreadyThere(ImageReference target, Descriptor blob, IProgress<TransferProgress>? progress)
    {
        _sources.Add(target, blob.Digest);
        progress?.Report(new TransferProgress(blob.Digest, TransferState.AlreadyThere, blob.Size, blob.Size));
    }
}
