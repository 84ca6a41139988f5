using Sluice.Reports.Live;
using Sluice.Reports.Rollouts;
using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Machine;
using Spectre.Console;

namespace Sluice.Reports.Tests.Rollouts;

public sealed class RolloutViewTests
{
    [Fact]
    public void Of_ServiceAtWork_ShowsTrafficStepsPodsEvidenceAndRequests()
    {
        var play = Looking();

        Assert.Equal(
            """
            DeployBeta of 1.5.0: rollout 7, running | 3 min 12 s · about 1 min 46 s left
             ● backend  1/3  10 %: the gate looks | 14 s
               traffic   ████░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░  3f2a91 10 %, 9b1c02 90 %
               steps     ▶ 10 %  · 50 %  · 100 %   | at least 16 s, at most 9 min 46 s more
               pods      candidate 1 of 1 ready, stable 4 of 4 ready
               evidence  pass ███████████░░░░░░░ 62 %   back █░░░░░░░░░░░░░░░░░ 3 %
               gate      errors: 620 of about 1000 candidate requests seen
               requests  candidate 620, 5 bad (0.81 %), stable 2481, 17 bad (0.69 %)
             ○ web      its turn comes
               the gate looks | 4 s ago
            """,
            string.Join('\n', View(play, 110, 30, [new RolloutLine(play.Now.AddSeconds(-3), "  the gate looks")])));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(12)]
    [InlineData(40)]
    public void Of_AnyHeight_IsNotExceeded(int height)
    {
        var play = new RolloutPlay([.. Enumerable.Range(0, 60).Select(number => RolloutPlay.Canary($"svc-{number}", number / 30))]) { Gate = GateWord.Continue }.UntilActing("svc-0", 0);
        var lines = View(play, 100, height, [.. Enumerable.Range(0, 20).Select(number => new RolloutLine(play.Now, $"line {number}"))]);

        Assert.Equal(height, lines.Count);
        Assert.Contains(lines, line => line.ToString().Contains(" more: ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(20)]
    [InlineData(44)]
    [InlineData(80)]
    [InlineData(200)]
    public void Lines_AnyWidth_AreNotWiderThanTheTerminal(int width)
    {
        var play = new RolloutPlay(RolloutPlay.Canary("a-service-with-quite-a-long-name-for-a-narrow-terminal")) { Gate = GateWord.Continue, }.UntilActing("a-service-with-quite-a-long-name-for-a-narrow-terminal", 0);

        var rows = ScreenDrawing.Lines(View(play, width, 30, []), width, isColoured: false);
        Assert.Equal(View(play, width, 30, []).Count, rows.Count);
        Assert.All(rows, row => Assert.InRange(row.GetCellWidth(), 0, width));
    }

    [Fact]
    public void Of_CandidateThatIsNotSeen_SaysSoInsteadOfAShare()
    {
        var picture = Looking().Seen.Picture;
        var blind = picture with { Lanes = [.. picture.Lanes.Select(lane => lane with { Seen = null })] };
        var lines = RolloutView.Of(blind, [], "DeployBeta", null, picture.At, 100, 30).Select(line => line.ToString()).ToList();

        Assert.Contains(lines, line => line.EndsWith("10 % asked for, not read back", StringComparison.Ordinal));
        Assert.Contains("   pods      not seen just now", lines);
    }

    [Fact]
    public void Of_RolloutThatGoesBack_SaysWhy()
    {
        var play = Looking();
        play["backend"] = play["backend"] with { Gate = new GateAnswer(0, GateWord.Rollback, true, "the candidate\u001b[2J is worse") };

        var lines = View(play.Tick(), 100, 30, []);
        Assert.Equal("DeployBeta of 1.5.0: rollout 7, going back | 3 min 12 s", lines[0].ToString());
        Assert.Equal("   backend: the candidate is worse", lines[1].ToString());
    }

    [Fact]
    public void Forecast_StepsToCome_AddsLevelsAndCountsPeople()
    {
        var play = new RolloutPlay(
            RolloutPlay.Canary("backend", 0, steps: [new Model.Strategies.WeightStep(10), new Model.Strategies.PauseStep(null, Model.Strategies.PauseEnd.Rollback), new Model.Strategies.WeightStep(50)]),
            RolloutPlay.Canary("web", 1));
        play.Tick();

        Assert.Equal("about 2 min left and 1 answer of a person", RolloutForecast.Of(play.Seen.Picture, play.Now)!.ToString());
        Assert.Null(RolloutForecast.Of(play.Tick(1, RolloutSignal.Pause).Seen.Picture, play.Now));
    }

    [Fact]
    public void Forecast_EvidenceThatGrowsSlowly_IsExtrapolatedUpToTheDeadline()
    {
        var play = Looking();
        play.Sight = play.Sight! with { ToPass = 0.25 };
        play.Tick(106);

        // 2 min for a quarter leave 6 min for the rest, then 30 s for each step with a gate, of web too.
        Assert.Equal(TimeSpan.FromMinutes(6) + TimeSpan.FromSeconds(90), RolloutForecast.Of(play.Seen.Picture, play.Now.AddSeconds(1))!.Left);

        play.Sight = play.Sight with { ToPass = 0.06 };
        Assert.Equal(TimeSpan.FromMinutes(8) + TimeSpan.FromSeconds(90), RolloutForecast.Of(play.Tick(0).Seen.Picture, play.Now.AddSeconds(1))!.Left);
    }

    private static RolloutPlay Looking() =>
        new RolloutPlay(RolloutPlay.Canary(), RolloutPlay.Canary("web", 1)) { Gate = GateWord.Continue }.UntilActing("backend", 0).Tick(12).Tick(1);

    private static IReadOnlyList<ScreenLine> View(RolloutPlay play, int width, int height, IReadOnlyList<RolloutLine> news) =>
        RolloutView.Of(play.Seen.Picture, news, "DeployBeta of 1.5.0", TimeSpan.FromSeconds(192), play.Now.AddSeconds(1), width, height);
}
