namespace Sluice.Oci.Registry;

/// <summary>Artifacts about a manifest: stored with their subject, found by the referrers API or by the list of the tag schema.</summary>
internal sealed class ReferrerRequests(RegistryTransport transport, ManifestRequests manifests, BlobRequests blobs, ReferrerFallback fallback)
{
    public async Task<RegistryOutcome<IReadOnlyList<Descriptor>>> ListAsync(
        ImageReference where, Digest subject, string? artifactType, CancellationToken cancellationToken)
    {
        var found = new List<Descriptor>();
        var filter = artifactType is null ? "" : $"?artifactType={Uri.EscapeDataString(artifactType)}";
        for (var page = new Uri($"v2/{where.Repository}/referrers/{subject}{filter}", UriKind.Relative); page is not null;)
        {
            var request = new RegistryRequest(HttpMethod.Get, page) { Accept = [MediaTypes.ImageIndex] };
            var fetched = await transport.FetchAsync(where, request, cancellationToken).ConfigureAwait(false);
            if (!fetched.IsSuccess)
            {
                return fetched.Error;
            }

            if (fetched.Value.IsMissing)
            {
                var listed = await fallback.ReadAsync(where, subject, cancellationToken).ConfigureAwait(false);
                if (!listed.IsSuccess)
                {
                    return listed.Error;
                }

                found.AddRange(listed.Value);
                break;
            }

            if (!ImageIndex.TryRead(fetched.Value.Bytes, out var index, out var error))
            {
                return RegistryRefusal.Invalid(where, error);
            }

            found.AddRange(index.Manifests);
            page = fetched.Value.Next;
        }

        // A registry need not filter.
        return RegistryOutcomes.List([.. found.Where(entry => artifactType is null || entry.ArtifactType == artifactType)]);
    }

    public async Task<RegistryOutcome<Descriptor>> PushAsync(
        ImageReference where, ImageManifest artifact, IReadOnlyList<OciDocument> content, CancellationToken cancellationToken)
    {
        foreach (var blob in content.Append(ArtifactManifest.EmptyConfig).DistinctBy(blob => blob.Digest))
        {
            var source = new BlobSource(blob.Descriptor, () => new MemoryStream(blob.Bytes.ToArray(), writable: false));
            var sent = await blobs.EnsureAsync(where, source, null, null, cancellationToken).ConfigureAwait(false);
            if (!sent.IsSuccess)
            {
                return sent.Error;
            }
        }

        var document = artifact.ToDocument();
        var stored = await manifests.PutAsync(where.WithDigest(document.Digest), document, null, cancellationToken).ConfigureAwait(false);
        if (!stored.IsSuccess)
        {
            return stored.Error;
        }

        return artifact.Subject is null || stored.Value.HasReferrersApi
            ? stored.Value.Descriptor
            : await fallback.AddAsync(where, artifact.Subject.Digest, document, cancellationToken).ConfigureAwait(false);
    }
}
