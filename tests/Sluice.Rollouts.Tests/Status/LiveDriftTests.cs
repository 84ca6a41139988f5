using Sluice.Rollouts.Ledger;
using Sluice.Rollouts.Status;

namespace Sluice.Rollouts.Tests.Status;

public sealed class LiveDriftTests
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);
    private static readonly StrangeHand s_set = new("kubectl-set", IsScale: false, s_now);

    [Fact]
    public void Of_WhatTheLedgerSays_IsNoDrift() => Assert.Empty(LiveDrift.Of([Live("r2", "b")], [Entry(1, "r1", "a"), Entry(2, "r2", "b")], isUnderWay: false));

    [Fact]
    public void Of_ImageThatSomebodySet_NamesBothAndWho()
    {
        var drifted = Assert.Single(LiveDrift.Of([Live("r2", "c") with { Hands = [s_set] }], [Entry(2, "r2", "b")], isUnderWay: false));

        Assert.Equal("image cccccccccccc instead of bbbbbbbbbbbb", drifted.What);
        Assert.Equal((2, s_set), (drifted.Release.Number, drifted.Hand));
    }

    [Fact]
    public void Of_RolloutThatSomebodyUndid_NamesBothRevisions() =>
        Assert.Equal("revision r1 instead of r2", Assert.Single(LiveDrift.Of([Live("r1", "a")], [Entry(1, "r1", "a"), Entry(2, "r2", "b")], isUnderWay: false)).What);

    [Fact]
    public void Of_TemplateThatSomebodyChanged_IsToldThoughRevisionAndImageFit() =>
        Assert.Equal("its pods are made from a template that was changed", Assert.Single(LiveDrift.Of([Live("r2", "b") with { Hands = [s_set] }], [Entry(2, "r2", "b")], isUnderWay: false)).What);

    [Fact]
    public void Of_PodsThatSomebodyAskedFor_IsOnlyAScale()
    {
        var drifted = Assert.Single(LiveDrift.Of([Live("r2", "b") with { Hands = [s_set with { IsScale = true }] }], [Entry(2, "r2", "b")], isUnderWay: false));

        Assert.True(drifted.IsScale);
        Assert.Equal("2 pods are asked for", drifted.What);
    }

    [Fact]
    public void Of_WorkloadThatIsGone_SaysSo() =>
        Assert.Equal("it is gone", Assert.Single(LiveDrift.Of([new ServiceState("backend", "", "", 0, 0, 0, null, [])], [Entry(2, "r2", "b")], isUnderWay: false)).What);

    [Theory]
    [InlineData("r1", "a")]
    [InlineData("r2", "b")]
    public void Of_AfterAFailure_BothMayServe(string revision, string image) =>
        Assert.Empty(LiveDrift.Of([Live(revision, image)], [Entry(1, "r1", "a"), Entry(2, "r2", "b") with { Outcome = LedgerOutcome.Failed }], isUnderWay: false));

    [Fact]
    public void Of_SomethingUnderWay_NobodyCanTell()
    {
        Assert.Empty(LiveDrift.Of([Live("r1", "a")], [Entry(2, "r2", "b")], isUnderWay: true));
        Assert.Empty(LiveDrift.Of([Live("r1", "a")], [Entry(2, "r2", "b") with { Outcome = LedgerOutcome.Running }], isUnderWay: false));
        Assert.Empty(LiveDrift.Of([Live("r1", "a")], [], isUnderWay: false));
    }

    private static ServiceState Live(string revision, string image) => new("backend", Image(image), revision, 2, 2, 2, null, []);

    private static LedgerEntry Entry(int number, string revision, string image) =>
        new(number, $"1.{number}.0", "", "me", s_now, s_now, LedgerOutcome.Succeeded, "", $"hash{number}", [new LedgerService("backend", Image(image), revision)]);

    private static string Image(string letter) => $"registry/backend@sha256:{new string(letter[0], 64)}";
}
