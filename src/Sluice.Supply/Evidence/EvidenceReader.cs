using Sluice.Oci;
using Sluice.Oci.Registry;

namespace Sluice.Supply.Evidence;

/// <summary>Reads evidence back from the registry: what a deploy relies on is what is recorded there, not what this machine remembers.</summary>
public static class EvidenceReader
{
    /// <summary>The scan recorded for an image.</summary>
    /// <param name="client">The registry.</param>
    /// <param name="where">The image's repository; tag and digest are ignored.</param>
    /// <param name="image">The image manifest.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public static async Task<EvidenceLookup> ReadScanAsync(RegistryClient client, ImageReference where, Digest image, CancellationToken cancellationToken)
    {
        var listed = await client.ListReferrersAsync(where, image, ScanEvidence.ArtifactType, cancellationToken).ConfigureAwait(false);
        if (!listed.IsSuccess)
        {
            // A repository that is not there yet records nothing; anything else leaves the question open.
            return listed.Error.Kind == RegistryErrorKind.NotFound ? new EvidenceLookup.None() : new EvidenceLookup.Unreachable(listed.Error.Message);
        }

        var read = new List<(ScanEvidence?, Descriptor, string?)>();
        foreach (var artifact in listed.Value)
        {
            var (evidence, problem, broken) = await ReadAsync(client, where, artifact, image, cancellationToken).ConfigureAwait(false);
            if (broken is not null)
            {
                return new EvidenceLookup.Unreachable(broken.Message);
            }

            read.Add((evidence, artifact, problem));
        }

        return EvidenceArtifact.Choose(read);
    }

    private static async Task<(ScanEvidence? Evidence, string? Problem, RegistryError? Broken)> ReadAsync(
        RegistryClient client, ImageReference where, Descriptor artifact, Digest image, CancellationToken cancellationToken)
    {
        var manifest = await client.GetManifestAsync(where.WithDigest(artifact.Digest), cancellationToken).ConfigureAwait(false);
        if (!manifest.IsSuccess)
        {
            return Sort(manifest.Error);
        }

        var (content, problem) = EvidenceArtifact.ContentOf(manifest.Value, image);
        if (content is null)
        {
            return (null, problem, null);
        }

        using var bytes = new MemoryStream();
        var pulled = await client.PullBlobAsync(where, content, bytes, null, cancellationToken).ConfigureAwait(false);
        if (!pulled.IsSuccess)
        {
            return Sort(pulled.Error);
        }

        var (evidence, wrong) = EvidenceArtifact.Read(content, bytes.ToArray(), image);
        return (evidence, wrong, null);
    }

    /// <summary>Bytes that are missing or wrong make the artifact invalid; a registry that does not answer leaves the question open.</summary>
    private static (ScanEvidence?, string?, RegistryError?) Sort(RegistryError error)
        => error.Kind is RegistryErrorKind.NotFound or RegistryErrorKind.DigestMismatch or RegistryErrorKind.InvalidContent
            ? (null, error.Message, null)
            : (null, null, error);
}
