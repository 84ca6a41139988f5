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
        var (document, problem, broken) = await EvidenceArtifact.Kind.FetchAsync(client, where, artifact, image, cancellationToken).ConfigureAwait(false);
        if (document is null)
        {
            return (null, problem, broken);
        }

        var (evidence, wrong) = EvidenceArtifact.Read(document.Descriptor, document.Bytes, image);
        return (evidence, wrong, null);
    }
}
