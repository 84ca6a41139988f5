using System.Globalization;
using Sluice.Model.Versions;
using Sluice.Oci.Registry;

namespace Sluice.Supply.Promotion;

/// <summary>Finds in the registry what a final version is made of. Reads nothing else: no cluster, and no sources.</summary>
public static class PromotionFinder
{
    // More lines than that do not help anybody.
    private const int MostLines = 10;

    /// <summary>The newest pre-release of the wanted version that succeeded where it has to, from the same commit.</summary>
    public static async Task<PromotionDecision> FindAsync(RegistryClient client, WantedPromotion wanted, CancellationToken cancellationToken)
    {
        var (versions, unreachable) = await VersionsAsync(client, wanted, cancellationToken).ConfigureAwait(false);
        if (unreachable is not null)
        {
            return new PromotionDecision.Unknown(unreachable.Message);
        }

        var passed = new List<string>();
        foreach (var version in versions)
        {
            var (candidate, error) = await CandidateAsync(client, wanted, version, cancellationToken).ConfigureAwait(false);
            if (candidate is null)
            {
                return new PromotionDecision.Unknown(error!.Message);
            }

            switch (PromotionRules.Judge(wanted, candidate))
            {
                case PromotionStanding.Proven proven:
                    return new PromotionDecision.Taken(proven.Record, passed);
                case PromotionStanding.Unfit unfit:
                    passed.Add($"{version} {unfit.Reason}");
                    break;
                case PromotionStanding.Doubtful doubtful:
                    return Refuse(wanted, versions, [.. passed, $"{version} {doubtful.Reason}"]);
            }
        }

        return Refuse(wanted, versions, passed.Count > 0 ? passed : [$"no pre-release of it ever ran in {wanted.From}, as far as this registry knows"]);
    }

    private static PromotionDecision.Refused Refuse(WantedPromotion wanted, IReadOnlyList<ReleaseVersion> versions, IReadOnlyList<string> reasons)
    {
        var more = reasons.Count > MostLines ? [string.Create(CultureInfo.InvariantCulture, $"and {reasons.Count - MostLines} older ones")] : Array.Empty<string>();
        return new PromotionDecision.Refused(
            $"{wanted.Version} does not go to {wanted.To}: {wanted.To} runs what succeeded in {wanted.From} from the same commit ({PromotionRules.Short(wanted.Commit)}).\n"
                + string.Join('\n', reasons.Take(MostLines).Concat(more).Select(line => $"  {line}")),
            versions.Count > 0 ? versions[0] : null);
    }

    /// <summary>The pre-releases that at least one service has, newest first.</summary>
    private static async Task<(IReadOnlyList<ReleaseVersion> Versions, RegistryError? Error)> VersionsAsync(
        RegistryClient client, WantedPromotion wanted, CancellationToken cancellationToken)
    {
        var lists = await Task.WhenAll(wanted.Repositories.Select(repository => client.ListTagsAsync(repository.Where, cancellationToken))).ConfigureAwait(false);
        var error = lists.Select(list => list.Error).FirstOrDefault(error => error is not null && error.Kind != RegistryErrorKind.NotFound);
        var versions = lists.SelectMany(list => list.Value ?? []).Select(tag => ReleaseNames.IsRelease(tag, out var version) ? version : null).OfType<ReleaseVersion>();
        return ([.. versions.Where(version => version.IsPreRelease && version.Core == wanted.Version.Core).Distinct().OrderDescending()], error);
    }

    private static async Task<(PromotionCandidate? Candidate, RegistryError? Error)> CandidateAsync(
        RegistryClient client, WantedPromotion wanted, ReleaseVersion version, CancellationToken cancellationToken)
    {
        var named = await ReleaseTagger.FindAsync(client, wanted.Repositories, ReleaseNames.Of(version), cancellationToken).ConfigureAwait(false);
        if (named.Error is not null)
        {
            return (null, named.Error);
        }

        var read = await Task.WhenAll(wanted.Repositories.Select(ReadAsync)).ConfigureAwait(false);
        return read.Select(one => one.Error).OfType<RegistryError>().FirstOrDefault() is { } error
            ? (null, error)
            : (new PromotionCandidate(version, [.. read.Select(one => one.Image)]), null);

        async Task<(CandidateImage Image, RegistryError? Error)> ReadAsync(ServiceRepository repository)
        {
            if (named.Images.FirstOrDefault(image => image.Service == repository.Service) is not { } image)
            {
                return (new CandidateImage(repository.Service, null, [], []), null);
            }

            var records = await PromotionReader.ReadAsync(client, repository, image.Digest, wanted.Application, version, cancellationToken).ConfigureAwait(false);
            return (new CandidateImage(repository.Service, image.Digest, records.Records, records.Problems), records.Error);
        }
    }
}
