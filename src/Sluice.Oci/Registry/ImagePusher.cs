using System.Collections.Concurrent;
using Sluice.Oci.Layout;

namespace Sluice.Oci.Registry;

/// <summary>What a push moved.</summary>
/// <param name="Image">The image by digest: what every later step uses.</param>
/// <param name="BytesSent">Content bytes that went over the network.</param>
/// <param name="BlobsSent">Blobs that were sent.</param>
/// <param name="BlobsMounted">Blobs that the registry took from another repository.</param>
/// <param name="BlobsAlreadyThere">Blobs that the repository had.</param>
/// <param name="ManifestSent">False when the registry had this manifest under this name.</param>
public sealed record PushReport(ImageReference Image, long BytesSent, int BlobsSent, int BlobsMounted, int BlobsAlreadyThere, bool ManifestSent)
{
    /// <summary>True when the registry already had everything.</summary>
    public bool NothingToDo => BlobsSent + BlobsMounted == 0 && !ManifestSent;
}

/// <summary>Pushes images from a layout: only what is missing, blobs in parallel, the manifest last.</summary>
public sealed class ImagePusher(RegistryClient client)
{
    /// <summary>Pushes the image with this manifest digest.</summary>
    /// <param name="layout">Holds the manifest, its config and its layers.</param>
    /// <param name="manifest">The manifest's digest.</param>
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
        var size = layout.Blobs.SizeOf(manifest);
        var named = new Descriptor { MediaType = layout.Resolve(manifest)?.MediaType ?? MediaTypes.ImageManifest, Digest = manifest, Size = size ?? 0 };
        if (await layout.ReadAsync(named, cancellationToken).ConfigureAwait(false) is not { } document)
        {
            return Missing(image, layout, manifest);
        }

        if (!ImageManifest.TryRead(document.Bytes.Span, out var content, out var error))
        {
            return RegistryError.For(image, RegistryErrorKind.InvalidContent, $"{layout.Folder}: {manifest}: {error}");
        }

        var target = image.Tag is null ? image.WithDigest(manifest) : image with { Digest = null };
        var known = await client.HeadManifestAsync(target, cancellationToken).ConfigureAwait(false);
        if (!known.IsSuccess && known.Error.Kind != RegistryErrorKind.NotFound)
        {
            return known.Error;
        }

        var blobs = content.Layers.Append(content.Config).DistinctBy(blob => blob.Digest).ToList();
        if (known.IsSuccess && known.Value.Digest == manifest)
        {
            blobs.ForEach(blob => progress?.Report(new TransferProgress(blob.Digest, TransferState.AlreadyThere, blob.Size, blob.Size)));
            return new PushReport(image.WithDigest(manifest), 0, 0, 0, blobs.Count, false);
        }

        return await SendAsync(layout, document, blobs, target, mountFrom, progress, cancellationToken).ConfigureAwait(false);
    }

    private static RegistryError Missing(ImageReference image, OciLayout layout, Digest digest)
        => RegistryError.For(image, RegistryErrorKind.LocalStorage, $"{layout.Folder} does not hold {digest}, or holds it damaged. Build the image again.");

    private async Task<RegistryOutcome<PushReport>> SendAsync(
        OciLayout layout,
        OciDocument manifest,
        List<Descriptor> blobs,
        ImageReference target,
        string? mountFrom,
        IProgress<TransferProgress>? progress,
        CancellationToken cancellationToken)
    {
        var sent = new ConcurrentBag<RegistryOutcome<BlobUpload>>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            var parallel = new ParallelOptions { MaxDegreeOfParallelism = client.Options.Parallelism, CancellationToken = stop.Token };
            await Parallel.ForEachAsync(blobs, parallel, async (blob, token) =>
            {
                var outcome = await SendAsync(layout, blob, target, mountFrom, progress, token).ConfigureAwait(false);
                if (outcome is not null)
                {
                    sent.Add(outcome);
                    if (!outcome.IsSuccess)
                    {
                        await stop.CancelAsync().ConfigureAwait(false);
                    }
                }
            }).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
        }

        if (sent.FirstOrDefault(outcome => !outcome.IsSuccess) is { } failed)
        {
            return failed.Error!;
        }

        var put = await client.PutManifestAsync(target, manifest, cancellationToken).ConfigureAwait(false);
        if (!put.IsSuccess)
        {
            return put.Error;
        }

        var mounted = sent.Count(outcome => outcome.Value!.Mounted);
        return new PushReport(
            target.WithDigest(manifest.Digest), sent.Sum(outcome => outcome.Value!.BytesSent), sent.Count - mounted, mounted, blobs.Count - sent.Count, true);
    }

    /// <summary>Sends one blob; <see langword="null"/> when the repository has it.</summary>
    private async Task<RegistryOutcome<BlobUpload>?> SendAsync(
        OciLayout layout, Descriptor blob, ImageReference target, string? mountFrom, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        var present = await client.HeadBlobAsync(target, blob.Digest, cancellationToken).ConfigureAwait(false);
        if (!present.IsSuccess)
        {
            return present.Error;
        }

        if (present.Value.IsPresent)
        {
            progress?.Report(new TransferProgress(blob.Digest, TransferState.AlreadyThere, blob.Size, blob.Size));
            return null;
        }

        if (layout.Blobs.SizeOf(blob.Digest) != blob.Size)
        {
            return Missing(target, layout, blob.Digest);
        }

        return await client.PushBlobAsync(target, blob, () => layout.Blobs.OpenRead(blob.Digest)!, mountFrom, progress, cancellationToken).ConfigureAwait(false);
    }
}
