using Sluice.Model.Versions;
using Sluice.Oci;
using Sluice.Oci.Registry;

namespace Sluice.Supply.Promotion;

/// <summary>What is recorded about one image of a version.</summary>
/// <param name="Records">What can be used, in any order.</param>
/// <param name="Problems">Why something cannot be used, as clauses.</param>
/// <param name="Error">The registry did not answer; the rest is empty then.</param>
public sealed record RecordsRead(IReadOnlyList<PromotionRecord> Records, IReadOnlyList<string> Problems, RegistryError? Error);

/// <summary>Reads records of promotions back from the registry.</summary>
public static class PromotionReader
{
    internal const string VersionAnnotation = "dev.sluice.version";

    /// <summary>The records of a version on an image, of all environments.</summary>
    /// <param name="client">The registry.</param>
    /// <param name="repository">The image's service and repository.</param>
    /// <param name="image">The image manifest.</param>
    /// <param name="application">Name of the application; another one may push the same bytes.</param>
    /// <param name="version">The version.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public static async Task<RecordsRead> ReadAsync(
        RegistryClient client, ServiceRepository repository, Digest image, string application, ReleaseVersion version, CancellationToken cancellationToken)
    {
        var listed = await client.ListReferrersAsync(repository.Where, image, PromotionRecord.ArtifactType, cancellationToken).ConfigureAwait(false);
        if (!listed.IsSuccess)
        {
            return listed.Error.Kind == RegistryErrorKind.NotFound ? new RecordsRead([], [], null) : new RecordsRead([], [], listed.Error);
        }

        var records = new List<PromotionRecord>();
        var problems = new List<string>();

        // An image that seldom changes is part of many releases; their records need not be fetched to see that they are of others.
        foreach (var artifact in listed.Value.Where(artifact => artifact.Annotations?.GetValueOrDefault(VersionAnnotation) is not { } stated || stated == version.ToString()))
        {
            var (document, problem, broken) = await PromotionRecord.Kind.FetchAsync(client, repository.Where, artifact, image, cancellationToken).ConfigureAwait(false);
            if (broken is not null)
            {
                return new RecordsRead([], [], broken);
            }

            if (document is null || !PromotionRecord.TryRead(document.Bytes.Span, out var record, out problem))
            {
                problems.Add($"a record on {repository.Service} cannot be used: {problem!.TrimEnd('.')}");
            }
            else if (record.Application != application || record.Version != version.ToString())
            {
                continue;
            }
            else if (!record.Images.Contains(new PromotedImage(repository.Service, image)))
            {
                problems.Add($"a record on {repository.Service} is about another image of it than the one it is on");
            }
            else
            {
                records.Add(record);
            }
        }

        return new RecordsRead(records, problems, null);
    }
}
