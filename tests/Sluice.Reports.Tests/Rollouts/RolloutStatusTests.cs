using System.Text.Json.Nodes;
using Sluice.Manifests.Stacks;
using Sluice.Reports.Rollouts;
using Sluice.Rollouts.Driver;

namespace Sluice.Reports.Tests.Rollouts;

public sealed class RolloutStatusTests
{
    [Fact]
    public void Describe_RolloutUnderWay_SaysWhereItStandsAndWhoDrivesIt()
    {
        var glance = Glance(new RolloutPlay(RolloutPlay.Canary(), RolloutPlay.Canary("web", 1)).UntilActing("backend", 1).Tick(10), isDriven: true);

        Assert.Equal(
            [
                "  Rollout 7 (1.5.0): running (45 s); driven by ada@laptop",
                "    backend 2/3 (50 %): looks, 50 % of the traffic",
                "    web: its turn comes, 0 % of the traffic",
                "    5 s ago: backend: step 2 is in force",
            ],
            RolloutStatusLines.Describe(glance, "beta"));
    }

    [Fact]
    public void Describe_RolloutThatNobodyDrives_SaysWhatToType()
    {
        var lines = RolloutStatusLines.Describe(Glance(new RolloutPlay(RolloutPlay.Canary()).UntilActing("backend", 1), isDriven: false), "beta");

        Assert.EndsWith("; nobody drives it: ./build.sh Resume --environment beta goes on, ./build.sh Abort --environment beta takes it back", lines[0], StringComparison.Ordinal);
        Assert.Contains("  Due: Rollout 7 (1.5.0) gives a part of the traffic of backend to candidates, and nobody watches it. Type: ./build.sh Sweep", lines);
    }

    [Fact]
    public void Describe_RolloutThatIsOver_LeavesOnlyWhatFallsDue()
    {
        var play = new RolloutPlay(RolloutPlay.Canary()).Until(state => state.IsOver);
        var glance = Glance(play, isDriven: false) with { Stacks = [Stack("backend-9b1c02", "9b1c02") with { IsWarm = true, WarmUntil = RolloutPlay.Start.AddMinutes(15) }, Stack("backend-3f2a91", "3f2a91") with { IsServing = true }] };

        Assert.Equal(["  Until 2026-01-05 09:15 UTC: backend-9b1c02 is warm for an instant rollback and goes then."], RolloutStatusLines.Describe(glance, "beta"));
        Assert.Equal(
            ["  Due: backend-9b1c02 is warm for an instant rollback and goes then. Type: ./build.sh Sweep"],
            RolloutStatusLines.Describe(glance with { At = RolloutPlay.Start.AddMinutes(16) }, "beta"));
    }

    [Fact]
    public void Describe_EnvironmentWithoutRollouts_SaysNothing() =>
        Assert.Empty(RolloutStatusLines.Describe(new RolloutGlance(null, [], [], false, RolloutPlay.Start), "beta"));

    [Fact]
    public void ToJson_RolloutAndWhatFallsDue_AreThereForScripts()
    {
        var glance = Glance(new RolloutPlay(RolloutPlay.Canary()).UntilActing("backend", 1), isDriven: false);
        var document = new StatusDocument([new EnvironmentDocument("beta", "p25-beta", [], null, Rollout: RolloutDocument.Of(glance), Due: DueDocument.Of(glance))]);
        var json = JsonNode.Parse(document.ToJson())!["environments"]![0]!;

        Assert.Equal(7, (int)json["rollout"]!["number"]!);
        Assert.Equal("Running", (string)json["rollout"]!["phase"]!);
        Assert.False((bool)json["rollout"]!["isDriven"]!);
        Assert.Equal((2, 3, "50 %", 50), ((int)json["rollout"]!["services"]![0]!["step"]!, (int)json["rollout"]!["services"]![0]!["steps"]!, (string)json["rollout"]!["services"]![0]!["does"]!, (int)json["rollout"]!["services"]![0]!["weight"]!));
        Assert.Equal("UnwatchedWeight", (string)json["due"]![0]!["kind"]!);
    }

    private static RolloutGlance Glance(RolloutPlay play, bool isDriven) => new(
        RolloutSummaryTests.Record(play) with
        {
            Driver = "ada@laptop",
            Lanes = [new LaneRecord("backend", "p25-beta", "backend-9b1c02", StackMark.OfRevision("9b1c02"), "backend-3f2a91", "3f2a91")],
        },
        [new JournalLine(play.Now.AddSeconds(-5), "step 2 is in force", "backend")],
        [],
        isDriven,
        play.Now);

    private static StackFacts Stack(string name, string revision) => new(new StackId("p25-beta", "backend", name, StackMark.OfRevision(revision)), 2, 2, revision, false);
}
