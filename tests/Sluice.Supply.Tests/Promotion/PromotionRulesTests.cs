using FsCheck;
using FsCheck.Fluent;
using Sluice.Supply.Promotion;

namespace Sluice.Supply.Tests.Promotion;

public class PromotionRulesTests
{
    private static readonly PromotionRecord s_good = Sets.Record();

    [Fact]
    public void Judge_WholeSetSucceededFromTheCommit_IsProven() =>
        Assert.Equal(s_good, Assert.IsType<PromotionStanding.Proven>(PromotionRules.Judge(Sets.Wanted(), Sets.Candidate(s_good))).Record);

    [Fact]
    public void Judge_NothingRecorded_NeverRan() => Unfit("never ran in beta", Sets.Candidate());

    [Fact]
    public void Judge_RanElsewhereOnly_NeverRan() => Unfit("never ran in beta", Sets.Candidate(s_good with { Environment = "qa" }));

    [Fact]
    public void Judge_DidNotSucceed_SaysSo() => Unfit("did not succeed", Sets.Candidate(s_good with { Outcome = PromotionOutcome.Failed }));

    [Fact]
    public void Judge_AnotherCommit_NamesBoth() =>
        Unfit("it is commit 222222222222, and 1.5.0 is commit 111111111111", Sets.Candidate(s_good with { Commit = Sets.OtherCommit }));

    [Fact]
    public void Judge_SeveralRecords_TheNewestCountsAndOfTheSameMomentTheFailure()
    {
        var failed = s_good with { Outcome = PromotionOutcome.Failed };

        Unfit("did not succeed", Sets.Candidate(s_good, failed with { RecordedAt = s_good.RecordedAt.AddMinutes(1) }));
        Unfit("did not succeed", Sets.Candidate(s_good, failed));
        Assert.IsType<PromotionStanding.Proven>(PromotionRules.Judge(Sets.Wanted(), Sets.Candidate(failed, s_good with { RecordedAt = s_good.RecordedAt.AddMinutes(1) })));
    }

    [Fact]
    public void Judge_ServiceWithoutRecord_IsDoubtful()
    {
        var whole = Sets.Candidate(s_good);

        Doubtful("nothing says that frontend succeeded", whole with { Images = [whole.Images[0], whole.Images[1] with { Records = [] }] });
        Doubtful("nothing says that frontend succeeded", whole with { Images = [whole.Images[0], whole.Images[1] with { Records = [], Digest = null }] });
    }

    [Fact]
    public void Judge_RecordsDisagree_IsDoubtful()
    {
        var whole = Sets.Candidate(s_good);
        var digests = s_good with { Images = [Sets.Image("backend", "2"), Sets.Image("frontend")] };
        var commit = s_good with { Commit = Sets.OtherCommit };

        Doubtful("two digests of backend", whole with { Images = [whole.Images[0], whole.Images[1] with { Records = [digests] }] });
        Doubtful("two commits: 111111111111 on backend, 222222222222 on frontend", whole with { Images = [whole.Images[0], whole.Images[1] with { Records = [commit] }] });
        Doubtful("another digest of backend", Sets.Candidate(digests));
    }

    [Fact]
    public void Judge_RecordOfMoreServices_IsDoubtful() =>
        Doubtful("ran with worker, which sluice.yaml does not have", Sets.Candidate(s_good with { Images = [.. s_good.Images, Sets.Image("worker")] }));

    [Fact]
    public void Judge_RecordThatCannotBeRead_IsDoubtful()
    {
        var whole = Sets.Candidate(s_good);

        Doubtful("cannot be used", whole with { Images = [whole.Images[0] with { Problems = ["a record on backend cannot be used: it is empty"] }, whole.Images[1]] });
    }

    // Whatever is recorded: proven is only what every image's newest record says in the same words, of this commit, of exactly these digests.
    [Fact]
    public void Judge_AnyRecords_ProvenOnlyWhereEveryImageSaysSo()
    {
        var record =
            from environment in Gen.Elements("beta", "beta", "beta", "qa")
            from commit in Gen.Elements(Sets.Commit, Sets.Commit, Sets.Commit, Sets.OtherCommit)
            from outcome in Gen.Elements(PromotionOutcome.Succeeded, PromotionOutcome.Succeeded, PromotionOutcome.Failed)
            from images in Gen.Elements<PromotedImage[]>([Sets.Image("backend"), Sets.Image("frontend")], [Sets.Image("backend"), Sets.Image("frontend")], [Sets.Image("backend", "2"), Sets.Image("frontend")], [Sets.Image("backend")])
            from minutes in Gen.Choose(0, 2)
            select s_good with { Environment = environment, Commit = commit, Outcome = outcome, Images = images, RecordedAt = s_good.RecordedAt.AddMinutes(minutes) };
        var image =
            from records in record.ListOf()
            from isNamed in Gen.Elements(true, true, true, false)
            select (Records: records.Take(3).ToList(), IsNamed: isNamed);
        var proven = 0;
        Prop.ForAll(Arb.From(image.Two()), images =>
        {
            var candidate = new PromotionCandidate(Sets.Version("1.5.0-beta2"),
            [
                new CandidateImage("backend", images.Item1.IsNamed ? Sets.Image("backend").Digest : null, images.Item1.Records, []),
                new CandidateImage("frontend", images.Item2.IsNamed ? Sets.Image("frontend").Digest : null, images.Item2.Records, []),
            ]);
            if (PromotionRules.Judge(Sets.Wanted(), candidate) is not PromotionStanding.Proven one)
            {
                return true;
            }

            proven++;
            return one.Record.Images.SequenceEqual(s_good.Images) && candidate.Images.All(image => image.Digest is not null
                && image.Records.Where(record => record.Environment == "beta").GroupBy(record => record.RecordedAt).MaxBy(group => group.Key) is { } last
                && last.All(record => record.Outcome == PromotionOutcome.Succeeded)
                && last.Any(record => record.Commit == Sets.Commit && record.Images.SequenceEqual(s_good.Images)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));
        Assert.True(proven > 50, $"only {proven} were proven");
    }

    private static void Unfit(string reason, PromotionCandidate candidate) =>
        Assert.Contains(reason, Assert.IsType<PromotionStanding.Unfit>(PromotionRules.Judge(Sets.Wanted(), candidate)).Reason, StringComparison.Ordinal);

    private static void Doubtful(string reason, PromotionCandidate candidate) =>
        Assert.Contains(reason, Assert.IsType<PromotionStanding.Doubtful>(PromotionRules.Judge(Sets.Wanted(), candidate)).Reason, StringComparison.Ordinal);
}
