using Sluice.Oci;
using Sluice.Oci.Layout;
using Sluice.Oci.Registry;

namespace Sluice.Supply.Evidence;

/// <summary>Brings evidence to the registry, as a referrer of the image. Push the image first.</summary>
public static class EvidencePusher
{
    /// <summary>Pushes what the layout records for an image; <see langword="false"/> when the registry had it or nothing is recorded.</summary>
    /// <param name="client">The registry.</param>
    /// <param name="where">The image's repository; tag and digest are ignored.</param>
    /// <param name="layout">Holds image and evidence.</param>
    /// <param name="image">The image manifest.</param>
    /// <param name="cancellationToken">Stops the push.</param>
    public static async Task<RegistryOutcome<bool>> PushAsync(RegistryClient client, ImageReference where, OciLayout layout, Digest image, CancellationToken cancellationToken)
    {
        if (await EvidenceStore.FindAsync(layout, image, cancellationToken).ConfigureAwait(false) is not EvidenceLookup.Found found)
        {
            return false;
        }

        // The list is what a deploy reads; the artifact alone may be there when a push was interrupted.
        var listed = await client.ListReferrersAsync(where, image, ScanEvidence.ArtifactType, cancellationToken).ConfigureAwait(false);
        if (!listed.IsSuccess || listed.Value.Any(artifact => artifact.Digest == found.Artifact.Digest))
        {
            return listed.IsSuccess ? false : listed.Error;
        }

        var subject = new Descriptor { MediaType = layout.Resolve(image)?.MediaType ?? MediaTypes.ImageManifest, Digest = image, Size = layout.Blobs.SizeOf(image) ?? 0 };
        var content = found.Evidence.ToDocument();
        var pushed = await client.PushArtifactAsync(where, EvidenceArtifact.For(subject, content), [content], cancellationToken).ConfigureAwait(false);
        return pushed.IsSuccess ? true : pushed.Error;
    }
}
