using Sluice.Model.Versions;
using Sluice.Oci.Registry;

namespace Sluice.Supply.Promotion;

/// <summary>Records how a release fared, on each of its images, and names these after the version.</summary>
public static class PromotionWriter
{
    /// <summary>Writes what is not there yet; a repetition completes what an earlier one left undone.</summary>
    /// <param name="client">The registry.</param>
    /// <param name="repositories">One per image of the record.</param>
    /// <param name="record">What to write.</param>
    /// <param name="cancellationToken">Stops writing.</param>
    /// <returns>Why it is not, or not wholly, written; empty when it is.</returns>
    public static async Task<IReadOnlyList<string>> WriteAsync(
        RegistryClient client, IReadOnlyList<ServiceRepository> repositories, PromotionRecord record, CancellationToken cancellationToken)
    {
        var written = await Task.WhenAll(repositories.Select(repository => WriteAsync(client, repository, record, cancellationToken))).ConfigureAwait(false);
        return [.. written.OfType<string>()];
    }

    private static async Task<string?> WriteAsync(RegistryClient client, ServiceRepository repository, PromotionRecord record, CancellationToken cancellationToken)
    {
        var image = record.Images.Single(image => image.Service == repository.Service).Digest;
        var version = ReleaseVersion.TryParse(record.Version, out var parsed, out var wrong) ? parsed : throw new ArgumentException(wrong, nameof(record));
        var known = await PromotionReader.ReadAsync(client, repository, image, record.Application, version, cancellationToken).ConfigureAwait(false);
        if (known.Error is { } unreadable)
        {
            return $"{repository.Service}: {unreadable.Message}";
        }

        var newest = known.Records.Where(one => one.Environment == record.Environment).OrderBy(one => one.RecordedAt).ThenByDescending(one => one.Outcome).LastOrDefault();
        if (newest is null || !newest.SaysTheSameAs(record))
        {
            var subject = await client.HeadManifestAsync(repository.Where.WithDigest(image), cancellationToken).ConfigureAwait(false);
            if (!subject.IsSuccess)
            {
                return $"{repository.Service}: {subject.Error.Message}";
            }

            var content = record.ToDocument();
            var artifact = PromotionRecord.Kind.For(subject.Value, content, new Dictionary<string, string> { [PromotionReader.VersionAnnotation] = record.Version });
            var pushed = await client.PushArtifactAsync(repository.Where, artifact, [content], cancellationToken).ConfigureAwait(false);
            if (!pushed.IsSuccess)
            {
                return $"{repository.Service}: {pushed.Error.Message}";
            }
        }

        // Last, so that whatever has the name has the record.
        var named = await ReleaseTagger.TagAsync(client, repository.Where, image, ReleaseNames.Of(version), cancellationToken).ConfigureAwait(false);
        return !named.IsSuccess ? $"{repository.Service}: {named.Error.Message}"
            : named.Value != image ? $"{repository.Service}: the tag {ReleaseNames.Of(version)} in {repository.Where.Name} stands for another image, {named.Value}."
            : null;
    }
}
