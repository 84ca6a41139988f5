using Sluice.Oci;
using Sluice.Oci.Registry;

namespace Sluice.Supply.Promotion;

/// <summary>A service's images in the registry.</summary>
/// <param name="Service">Whose they are.</param>
/// <param name="Where">Their repository, without tag and digest.</param>
public sealed record ServiceRepository(string Service, ImageReference Where);

/// <summary>What a name stands for.</summary>
/// <param name="Images">One per service that has the name.</param>
/// <param name="Error">Why that is not known.</param>
public sealed record NamedImages(IReadOnlyList<PromotedImage> Images, RegistryError? Error);

/// <summary>Gives images names in the registry, and finds them by these.</summary>
public static class ReleaseTagger
{
    /// <summary>Names an image that is in the registry. A name that is taken stays with its image: names of releases do not move.</summary>
    /// <returns>The digest that the name stands for now.</returns>
    public static async Task<RegistryOutcome<Digest>> TagAsync(RegistryClient client, ImageReference where, Digest image, string tag, CancellationToken cancellationToken)
    {
        var there = await client.HeadManifestAsync(where.WithTag(tag), cancellationToken).ConfigureAwait(false);
        if (there.IsSuccess)
        {
            return there.Value.Digest;
        }

        if (there.Error.Kind != RegistryErrorKind.NotFound)
        {
            return there.Error;
        }

        var manifest = await client.GetManifestAsync(where.WithDigest(image), cancellationToken).ConfigureAwait(false);
        if (!manifest.IsSuccess)
        {
            return manifest.Error;
        }

        var put = await client.PutManifestAsync(where.WithTag(tag), manifest.Value, cancellationToken).ConfigureAwait(false);
        return put.IsSuccess ? image : put.Error;
    }

    /// <summary>The images that a name stands for, one per service that has it.</summary>
    public static async Task<NamedImages> FindAsync(
        RegistryClient client, IReadOnlyList<ServiceRepository> repositories, string tag, CancellationToken cancellationToken)
    {
        var heads = await Task.WhenAll(repositories.Select(async repository =>
            (repository.Service, Head: await client.HeadManifestAsync(repository.Where.WithTag(tag), cancellationToken).ConfigureAwait(false)))).ConfigureAwait(false);
        return new NamedImages(
            PromotionRecord.Sorted(heads.Where(one => one.Head.IsSuccess).Select(one => new PromotedImage(one.Service, one.Head.Value!.Digest))),
            heads.Select(one => one.Head.Error).FirstOrDefault(error => error is not null && error.Kind != RegistryErrorKind.NotFound));
    }
}
