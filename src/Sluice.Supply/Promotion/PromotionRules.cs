namespace Sluice.Supply.Promotion;

/// <summary>Whether a pre-release may be promoted.</summary>
public abstract record PromotionStanding
{
    private PromotionStanding()
    {
    }

    /// <summary>It may: this record proves it.</summary>
    public sealed record Proven(PromotionRecord Record) : PromotionStanding;

    /// <summary>It may not; an older one may.</summary>
    /// <param name="Reason">A clause to be read after the version.</param>
    public sealed record Unfit(string Reason) : PromotionStanding;

    /// <summary>What is recorded contradicts itself or has gaps, so nothing can be said; an older one is not taken in its place.</summary>
    /// <param name="Reason">A clause to be read after the version.</param>
    public sealed record Doubtful(string Reason) : PromotionStanding;
}

/// <summary>
/// Judges a pre-release by what the registry records of it. Only one way leads to promotion: on every image of the set the newest record of
/// the environment before says that the whole set, from the commit that is asked for, succeeded there.
/// </summary>
public static class PromotionRules
{
    public static PromotionStanding Judge(WantedPromotion wanted, PromotionCandidate candidate)
    {
        var newest = candidate.Images.Select(image => (image.Service, image.Digest, Record: Newest(wanted, image))).ToList();
        var records = newest.Select(one => one.Record).OfType<PromotionRecord>().ToList();
        var problems = candidate.Images.SelectMany(image => image.Problems).ToList();
        if (records.Count == 0 && problems.Count == 0)
        {
            return new PromotionStanding.Unfit($"never ran in {wanted.From}");
        }

        if (problems.Count > 0)
        {
            return new PromotionStanding.Doubtful(problems[0]);
        }

        if (records.Find(record => record.Outcome != PromotionOutcome.Succeeded) is { } failed)
        {
            return new PromotionStanding.Unfit($"ran in {wanted.From} and did not succeed there (commit {Short(failed.Commit)})");
        }

        if (records.TrueForAll(record => record.Commit != wanted.Commit))
        {
            return new PromotionStanding.Unfit($"succeeded in {wanted.From}, but it is commit {Short(records[0].Commit)}, and {wanted.Version} is commit {Short(wanted.Commit)}");
        }

        return Gap(wanted, newest) is { } gap ? new PromotionStanding.Doubtful(gap) : new PromotionStanding.Proven(records[0]);
    }

    private static string? Gap(WantedPromotion wanted, IReadOnlyList<(string Service, Oci.Digest? Digest, PromotionRecord? Record)> newest)
    {
        if (newest.Where(one => one.Record is null).Select(one => one.Service).ToList() is { Count: > 0 } missing)
        {
            return $"is recorded in part only: nothing says that {string.Join(", ", missing)} succeeded in {wanted.From}";
        }

        var first = newest[0].Record!;
        if (newest.FirstOrDefault(one => one.Record!.Commit != first.Commit) is { Record: { } elsewhere } other)
        {
            return $"is recorded with two commits: {Short(first.Commit)} on {newest[0].Service}, {Short(elsewhere.Commit)} on {other.Service}";
        }

        if (newest.FirstOrDefault(one => !one.Record!.Images.SequenceEqual(first.Images)) is { Record: { } differing } disagreeing)
        {
            var which = differing.Images.Except(first.Images).Concat(first.Images.Except(differing.Images)).First().Service;
            return $"is recorded with two digests of {which}: the records on {newest[0].Service} and {disagreeing.Service} do not agree";
        }

        if (newest.FirstOrDefault(one => one.Digest is not { } digest || !first.Images.Contains(new PromotedImage(one.Service, digest))) is { Service: { } strange })
        {
            return $"is recorded with another digest of {strange} than its name in the registry has";
        }

        return first.Images.Select(image => image.Service).Except(newest.Select(one => one.Service)).ToList() is { Count: > 0 } unknown
            ? $"ran with {string.Join(", ", unknown)}, which sluice.yaml does not have"
            : null;
    }

    // Of two records of the same moment the one that failed.
    private static PromotionRecord? Newest(WantedPromotion wanted, CandidateImage image) =>
        image.Records.Where(record => record.Environment == wanted.From).OrderByDescending(record => record.RecordedAt).ThenBy(record => record.Outcome).FirstOrDefault();

    internal static string Short(string commit) => commit.Length > 12 ? commit[..12] : commit;
}
