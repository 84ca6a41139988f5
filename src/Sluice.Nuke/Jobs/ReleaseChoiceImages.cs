using Sluice.Model;
using Sluice.Model.Versions;
using Sluice.Nuke.Failures;
using Sluice.Oci;
using Sluice.Oci.Registry;
using Sluice.Rollouts;
using Sluice.Rollouts.Deploy;
using Sluice.Supply.Evidence;
using Sluice.Supply.Promotion;

namespace Sluice.Nuke.Jobs;

/// <summary>Finds the images of a release that has a name.</summary>
internal sealed class ReleaseChoiceImages(
    Pipeline pipeline, EnvironmentDefinition environment, string target, RegistryClient client, IReadOnlyList<ServiceRepository> repositories, TimeProvider clock)
{
    /// <summary>The images of the sources that are checked out, in the registry and with evidence.</summary>
    public required Func<CancellationToken, Task<IReadOnlyList<ReleaseImage>>> Build { get; init; }

    /// <exception cref="BuildFailedException">There are none that may be deployed.</exception>
    public async Task<ReleaseSet> FindAsync(NamedRelease named, CancellationToken cancellationToken)
    {
        var known = Answered(await ReleaseTagger.FindAsync(client, repositories, ReleaseNames.Of(named.Version), cancellationToken));
        var set = PromotionPath.Before(pipeline, environment.Name, named.Version) is { } before
            ? await PromotedAsync(named, before, cancellationToken)
            : await OwnAsync(named, known, cancellationToken);
        var moved = known.FirstOrDefault(image => !set.Images.Any(chosen => chosen.Service == image.Service && chosen.Digest == image.Digest.ToString()));
        return moved is null
            ? set
            : throw Refuse(
                $"{named.Version} ran with other images already: {moved.Service} was {moved.Digest}, and is {set.Images.FirstOrDefault(image => image.Service == moved.Service)?.Digest ?? "not there"} now. A version's images never change.",
                NextTag(named));
    }

    private async Task<ReleaseSet> PromotedAsync(NamedRelease named, string before, CancellationToken cancellationToken)
    {
        var wanted = new WantedPromotion(pipeline.Application, before, environment.Name, named.Version, named.Commit, repositories);
        switch (await PromotionFinder.FindAsync(client, wanted, cancellationToken))
        {
            case PromotionDecision.Taken taken:
                var record = taken.Record;
                return await ProvenAsync(
                    named,
                    record.Images,
                    [
                        $"{named.Version}: the images of {record.Version}, which succeeded in {before} at {record.RecordedAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC (commit {ReleaseChoiceName.Short(record.Commit)}, started by {record.By})",
                        .. taken.Passed.Select(line => $"not taken: {line}"),
                    ],
                    cancellationToken);
            case PromotionDecision.Refused refused:
                var triggers = pipeline.Triggers.First(one => one.Environment == before).Triggers;
                var next = refused.Newest is { } newest ? $"v{newest.NextPreRelease()}" : ReleaseTag.Example(triggers, named.Version.Core) ?? $"v{named.Version}-beta1";
                throw Refuse(refused.Reason, $"git tag {next} {ReleaseChoiceName.Short(named.Commit)}, and deploy that to {before}");
            case PromotionDecision.Unknown unknown:
                throw new BuildFailedException(ExitCodes.Infrastructure, $"What succeeded in {before} is not known, so nothing was changed. {unknown.Reason}\nNext: ./build.sh Doctor");
            default:
                throw new InvalidOperationException("A promotion is taken, refused or unknown.");
        }
    }

    private async Task<ReleaseSet> OwnAsync(NamedRelease named, IReadOnlyList<PromotedImage> known, CancellationToken cancellationToken)
    {
        await RequireSameCommitAsync(named, known, cancellationToken);
        if (known.Count == repositories.Count)
        {
            return await ProvenAsync(named, known, [$"{named.Version}: the images that it ran with before"], cancellationToken);
        }

        var built = Answered(await ReleaseTagger.FindAsync(client, repositories, ReleaseNames.OfCommit(named.Commit), cancellationToken));
        if (built.Count == repositories.Count)
        {
            return await ProvenAsync(named, built, [$"{named.Version}: the images that the registry has of commit {ReleaseChoiceName.Short(named.Commit)}"], cancellationToken);
        }

        return named.IsHead
            ? new ReleaseSet(named.Version.ToString(), named.Commit, await Build(cancellationToken), [$"{named.Version}: the images of the sources (commit {ReleaseChoiceName.Short(named.Commit)})"])
            : throw Refuse(
                $"{named.Version} is commit {ReleaseChoiceName.Short(named.Commit)}, which is not checked out, and the registry has no images of it for {string.Join(", ", repositories.Select(one => one.Service).Except(built.Select(image => image.Service)))}.",
                $"git checkout {ReleaseChoiceName.Short(named.Commit)} && ./build.sh {target} --release-version {named.Version}");
    }

    /// <summary>A version that ran stays with its commit, whatever its tag says now.</summary>
    private async Task RequireSameCommitAsync(NamedRelease named, IReadOnlyList<PromotedImage> known, CancellationToken cancellationToken)
    {
        var read = await Task.WhenAll(known.Select(image =>
            PromotionReader.ReadAsync(client, repositories.First(one => one.Service == image.Service), image.Digest, pipeline.Application, named.Version, cancellationToken)));
        if (read.Select(one => one.Error).OfType<RegistryError>().FirstOrDefault() is { } error)
        {
            throw Unanswered(error);
        }

        if (read.SelectMany(one => one.Records).FirstOrDefault(record => record.Commit != named.Commit) is { } other)
        {
            throw Refuse(
                $"{named.Version} ran in {other.Environment} already, as commit {ReleaseChoiceName.Short(other.Commit)}; now it would be commit {ReleaseChoiceName.Short(named.Commit)}. A version is one commit for ever.",
                NextTag(named));
        }
    }

    /// <summary>The set, if every image of it has evidence that passed: whatever was scanned before, it is asked again.</summary>
    private async Task<ReleaseSet> ProvenAsync(NamedRelease named, IReadOnlyList<PromotedImage> images, IReadOnlyList<string> notes, CancellationToken cancellationToken)
    {
        var checks = await Task.WhenAll(repositories.Select(CheckAsync));
        var refused = checks.Where(check => check.Decision is EvidenceDecision.Refused).ToList();
        return refused.Count == 0
            ? new ReleaseSet(named.Version.ToString(), named.Commit, [.. checks.Select(check => check.Image)], notes)
            : throw new BuildFailedException(
                refused.Exists(check => check.IsUnreachable) ? ExitCodes.Infrastructure : ExitCodes.BadInput,
                string.Join('\n', [
                    $"{named.Version} lacks evidence. Nothing was changed.",
                    .. refused.Select(check => $"  {check.Image.Service}: {((EvidenceDecision.Refused)check.Decision).Reason}"),
                    $"Type: git checkout {ReleaseChoiceName.Short(named.Commit)} && ./build.sh Push",
                ]));

        async Task<(ReleaseImage Image, EvidenceDecision Decision, bool IsUnreachable)> CheckAsync(ServiceRepository repository)
        {
            var digest = images.First(image => image.Service == repository.Service).Digest;
            var evidence = await EvidenceReader.ReadScanAsync(client, repository.Where, digest, cancellationToken);
            return (new ReleaseImage(repository.Service, repository.Where.WithDigest(digest).ToString()), EvidencePolicy.Check(digest, evidence, environment.Policy.Scan.MaxAge, clock.GetUtcNow()), evidence is EvidenceLookup.Unreachable);
        }
    }

    private static IReadOnlyList<PromotedImage> Answered(NamedImages found) => found.Error is null ? found.Images : throw Unanswered(found.Error);

    private static string NextTag(NamedRelease named) => named.Version.IsPreRelease ? $"git tag v{named.Version.NextPreRelease()}" : "git tag with the next version";

    private static BuildFailedException Unanswered(RegistryError error) =>
        new(ExitCodes.Infrastructure, $"What the registry has of the release is not known, so nothing was changed. {error.Message}\nNext: ./build.sh Doctor");

    private static BuildFailedException Refuse(string what, string next) => new(ExitCodes.BadInput, $"{what}\nNothing was changed. Type: {next}");
}
