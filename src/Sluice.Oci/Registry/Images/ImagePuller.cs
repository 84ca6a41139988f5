using Sluice.Oci.Layout;

namespace Sluice.Oci.Registry;

/// <summary>An image that is completely in a layout.</summary>
/// <param name="Image">By the digest of the platform's manifest.</param>
/// <param name="Manifest">The platform's manifest; layers lowest first.</param>
/// <param name="Config">How it is started.</param>
/// <param name="BytesReceived">Content bytes that came over the network.</param>
public sealed record PulledImage(ImageReference Image, ImageManifest Manifest, ImageConfig Config, long BytesReceived);

/// <summary>Pulls images into a layout: only what is missing, every byte verified, layers in parallel.</summary>
public sealed class ImagePuller(RegistryClient client)
{
    /// <summary>Pulls an image for a platform.</summary>
    /// <param name="image">By digest (an image that the layout holds completely needs no registry then) or by tag.</param>
    /// <param name="layout">Where to.</param>
    /// <param name="cancellationToken">Stops the pull; complete blobs stay.</param>
    /// <param name="platform">For an index; <see langword="null"/> is linux/amd64.</param>
    /// <param name="progress">Told about every blob.</param>
    public async Task<RegistryOutcome<PulledImage>> PullAsync(
        ImageReference image, OciLayout layout, CancellationToken cancellationToken, Platform? platform = null, IProgress<TransferProgress>? progress = null)
    {
        try
        {
            var found = await FindManifestAsync(image, layout, platform ?? Platform.LinuxAmd64, cancellationToken).ConfigureAwait(false);
            return found.IsSuccess
                ? await PullContentAsync(image.WithDigest(found.Value.Digest), found.Value, layout, progress, cancellationToken).ConfigureAwait(false)
                : found.Error;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return RegistryRefusal.LocalStorage(image, exception);
        }
    }

    private async Task<RegistryOutcome<OciDocument>> FindManifestAsync(ImageReference image, OciLayout layout, Platform platform, CancellationToken cancellationToken)
    {
        var got = await GetAsync(image, layout, cancellationToken).ConfigureAwait(false);
        if (!got.IsSuccess || !MediaTypes.IsIndex(got.Value.MediaType))
        {
            return got;
        }

        if (!ImageIndex.TryRead(got.Value.Bytes.Span, out var index, out var error))
        {
            return RegistryRefusal.Invalid(image, error);
        }

        if (index.Select(platform) is not { } entry)
        {
            var offered = string.Join(", ", index.Manifests.Select(manifest => manifest.Platform?.ToString() ?? "unnamed"));
            return RegistryError.For(image, RegistryErrorKind.NoSuchPlatform, $"{image} has no image for {platform}. It has: {offered}. Push one for {platform}.");
        }

        return await GetAsync(image.WithDigest(entry.Digest), layout, cancellationToken).ConfigureAwait(false);
    }

    private async Task<RegistryOutcome<OciDocument>> GetAsync(ImageReference image, OciLayout layout, CancellationToken cancellationToken)
    {
        if (image.Digest is { } digest
            && layout.Resolve(digest) is { } held
            && await layout.ReadAsync(held, cancellationToken).ConfigureAwait(false) is { } local)
        {
            return local;
        }

        var got = await client.GetManifestAsync(image, cancellationToken).ConfigureAwait(false);
        if (got.IsSuccess)
        {
            await layout.PutManifestAsync(got.Value, null, cancellationToken).ConfigureAwait(false);
        }

        return got;
    }

    private async Task<RegistryOutcome<PulledImage>> PullContentAsync(
        ImageReference image, OciDocument document, OciLayout layout, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        if (!ImageManifest.TryRead(document.Bytes.Span, out var manifest, out var error))
        {
            return RegistryRefusal.Invalid(image, error);
        }

        var failures = new System.Collections.Concurrent.ConcurrentQueue<RegistryError>();
        var received = 0L;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = client.Options.Parallelism, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(manifest.Layers.Append(manifest.Config).DistinctBy(blob => blob.Digest), parallel, async (blob, token) =>
        {
            if (layout.Blobs.SizeOf(blob.Digest) == blob.Size)
            {
                progress?.Report(new TransferProgress(blob.Digest, TransferState.AlreadyThere, blob.Size, blob.Size));
            }
            else if (failures.IsEmpty)
            {
                var outcome = await PullBlobAsync(image, blob, layout, progress, token).ConfigureAwait(false);
                Interlocked.Add(ref received, outcome.IsSuccess ? blob.Size : 0);
                if (!outcome.IsSuccess)
                {
                    failures.Enqueue(outcome.Error);
                }
            }
        }).ConfigureAwait(false);
        if (failures.TryDequeue(out var failure))
        {
            return failure;
        }

        return await layout.ReadAsync(manifest.Config, cancellationToken).ConfigureAwait(false) is { } bytes && ImageConfig.TryRead(bytes.Bytes.Span, out var config, out error)
            ? new PulledImage(image, manifest, config, received)
            : RegistryRefusal.Invalid(image, error ?? "the image configuration is damaged");
    }

    private async Task<RegistryOutcome<Descriptor>> PullBlobAsync(
        ImageReference image, Descriptor blob, OciLayout layout, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        var temporary = layout.Blobs.NewTemporaryPath();
        try
        {
            RegistryOutcome<Descriptor> outcome;
            await using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16))
            {
                outcome = await client.PullBlobAsync(image, blob, file, progress, cancellationToken).ConfigureAwait(false);
            }

            if (outcome.IsSuccess)
            {
                layout.Blobs.Adopt(temporary, blob.Digest);
            }

            return outcome;
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
