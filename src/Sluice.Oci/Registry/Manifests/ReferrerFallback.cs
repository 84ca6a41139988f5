using System.Net;

namespace Sluice.Oci.Registry;

/// <summary>
/// The list of artifacts about a manifest where a registry has no referrers API: an index under the tag
/// <c>sha256-&lt;hex&gt;</c> that every writer reads, extends and stores. Writers of this process take turns. Against others
/// the request is conditional (ETag), which some registries honour; for those that do not, the list is read back until it
/// holds the entry. Two writers on such a registry that interleave after both have read back can still lose one entry:
/// the specification offers nothing against it.
/// </summary>
internal sealed class ReferrerFallback(ManifestRequests manifests, RegistryClientOptions options)
{
    private const int MostRounds = 10;
    private readonly Turns _turns = new();

    public async Task<RegistryOutcome<IReadOnlyList<Descriptor>>> ReadAsync(ImageReference where, Digest subject, CancellationToken cancellationToken)
    {
        var listed = await ReadListAsync(TagOf(where, subject), cancellationToken).ConfigureAwait(false);
        return listed.IsSuccess ? RegistryOutcomes.List([.. listed.Value.Index.Manifests]) : listed.Error;
    }

    public async Task<RegistryOutcome<Descriptor>> AddAsync(ImageReference where, Digest subject, OciDocument artifact, CancellationToken cancellationToken)
    {
        var tag = TagOf(where, subject);
        using var turn = await _turns.TakeAsync(tag.ToString(), cancellationToken).ConfigureAwait(false);
        return await AddInTurnAsync(tag, Layout.Referrers.Describe(artifact, subject)!, cancellationToken).ConfigureAwait(false);
    }

    private async Task<RegistryOutcome<Descriptor>> AddInTurnAsync(ImageReference tag, Descriptor entry, CancellationToken cancellationToken)
    {
        for (var round = 0; round < MostRounds; round++)
        {
            if (round > 1)
            {
                await WaitAsync(round, cancellationToken).ConfigureAwait(false);
            }

            var listed = await ReadListAsync(tag, cancellationToken).ConfigureAwait(false);
            if (!listed.IsSuccess)
            {
                return listed.Error;
            }

            var (index, etag) = listed.Value;
            if (index.Manifests.Any(other => other.Digest == entry.Digest))
            {
                return entry with { ArtifactType = null, Annotations = null };
            }

            var extended = (index with { Manifests = [.. index.Manifests, entry] }).ToDocument();
            var put = await manifests.PutAsync(tag, extended, etag, cancellationToken).ConfigureAwait(false);
            if (!put.IsSuccess && put.Error.Status != HttpStatusCode.PreconditionFailed)
            {
                return put.Error;
            }
        }

        return RegistryError.For(tag, RegistryErrorKind.Rejected, $"{tag.Host} does not keep the list \"{tag.Tag}\" in {tag.Repository}: others write it at the same time. Run again when they are done.");
    }

    /// <summary>Writers that collided part at random, or they would collide again.</summary>
    private Task WaitAsync(int round, CancellationToken cancellationToken)
        => Task.Delay(options.RetryDelay * (round * Random.Shared.NextDouble()), options.Time, cancellationToken);

    /// <summary>The list, empty when there is none, and the condition for replacing it.</summary>
    private async Task<RegistryOutcome<(ImageIndex Index, string? Condition)>> ReadListAsync(ImageReference tag, CancellationToken cancellationToken)
    {
        var got = await manifests.GetTaggedAsync(tag, cancellationToken).ConfigureAwait(false);
        if (!got.IsSuccess)
        {
            return got.Error.Kind == RegistryErrorKind.NotFound ? (new ImageIndex(), "*") : got.Error;
        }

        var (document, etag) = got.Value;
        return ImageIndex.TryRead(document.Bytes.Span, out var index, out var error) ? (index, etag) : RegistryRefusal.Invalid(tag, error);
    }

    private static ImageReference TagOf(ImageReference where, Digest subject) => where.WithTag("sha256-" + subject.Hex);
}
