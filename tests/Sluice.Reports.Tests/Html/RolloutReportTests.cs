using System.Xml.Linq;
using Sluice.Reports.Html;
using Sluice.Reports.Tests.Rollouts;
using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Events;
using Sluice.Rollouts.Machine;

namespace Sluice.Reports.Tests.Html;

public sealed class RolloutReportTests
{

    [Fact]
    public void Render_RolloutThatWentBack_PlotsTrafficRatesAndEvidenceAndTellsTheStory()
    {
        var html = HtmlReport.Render(WentBack(), text => text);
        var page = XDocument.Parse(html.Replace("<!DOCTYPE html>", "", StringComparison.Ordinal));

        Assert.Equal(
            ["Traffic of the candidate, as it was really served", "Requests that went wrong, of all since the gate began to look, with 95 % bands", "Evidence of the gate, as a part of what it takes"],
            page.Descendants("svg").Select(svg => svg.Attribute("aria-label")!.Value));
        Assert.Equal(["10 %", "50 %", "going back"], page.Descendants("svg").First().Elements("text").Where(text => ((string?)text.Attribute("class"))?.StartsWith("mark", StringComparison.Ordinal) == true).Select(text => text.Value));
        Assert.Contains("Going back: backend: the candidate is worse: 50 times", page.Root!.Value, StringComparison.Ordinal);
        Assert.Contains("Take the traffic back", page.Root.Value, StringComparison.Ordinal);
        Assert.DoesNotContain("://", html, StringComparison.Ordinal);
        Assert.Equal("beta does not serve release 7 (1.5.0). What served before serves again.", page.Descendants("h1").Single().Value);
        Assert.Equal(3, WentBack().ExitCode);
    }

    [Fact]
    public void Charts_LongRollout_HaveNoMorePointsThanCanBeToldApart()
    {
        var play = new RolloutPlay(RolloutPlay.Canary()) { Gate = GateWord.Continue }.UntilActing("backend", 0);
        for (var second = 0; second < 590; second++)
        {
            play.Tick();
        }

        var charts = RolloutCharts.Of(Report(play, new RolloutOutcome.Suspended(RolloutSummaryTests.Record(play), true)), "backend");
        Assert.All(charts.SelectMany(chart => chart.Series), series => Assert.InRange(series.Points.Count, 100, RolloutCharts.MaximumPoints));
    }

    [Theory]
    [InlineData(0, 10, 0, 0.2775)]
    [InlineData(5, 100, 0.0215, 0.1118)]
    [InlineData(10, 10, 0.7225, 1)]
    public void Rate_Counts_HaveWilsonBands(double bad, double requests, double lower, double upper)
    {
        var point = RolloutCharts.Rate(TimeSpan.Zero, requests, bad)!;

        Assert.Equal(lower, point.Lower, 4);
        Assert.Equal(upper, point.Upper, 4);
    }

    [Fact]
    public void Rate_WithoutRequests_IsNoRate() => Assert.Null(RolloutCharts.Rate(TimeSpan.Zero, 0, 0));

    [Fact]
    public void Recorder_RolloutOfHours_KeepsWhatChangedAndSomeOfTheRest()
    {
        var play = new RolloutPlay(RolloutPlay.Canary()).Until(state => state.IsOver);
        var recorder = new EventRecorder(new Nobody(), TimeProvider.System);
        play.Events.ForEach(recorder.On);
        for (var look = 0; look < 5 * EventRecorder.MaximumPictures; look++)
        {
            recorder.On(play.Seen);
        }

        Assert.InRange(recorder.Events.Count(one => one.Event is DeployEvent.RolloutSeen), EventRecorder.MaximumPictures / 2, EventRecorder.MaximumPictures);
        Assert.Equal(play.Lines().Length, recorder.Events.Select(one => one.Event).SelectMany(new Reports.Rollouts.RolloutNarrator("beta").Tell).Count(line => !line.IsHeartbeat));
    }

    internal static DeployReport WentBack()
    {
        var play = new RolloutPlay(RolloutPlay.Canary()) { Gate = GateWord.Continue };
        for (var second = 0; second < 90; second++)
        {
            play.Sight = new GateSight("errors", $"errors: {7 * second} of about 1000 candidate requests seen")
            {
                ToPass = Math.Min(second / 40.0, 1),
                ToRollback = second < 45 ? 0.02 : (second - 45) / 45.0,
                CandidateRequests = 7 * second,
                CandidateBad = second < 45 ? second / 12 : second - 41,
                StableRequests = 60 * second,
                StableBad = second / 2,
            };
            if (second == 40)
            {
                play["backend"] = play["backend"] with { Gate = new GateAnswer(0, GateWord.Pass, false, "within the margin in every metric after 40 s") };
            }

            play.Tick();
        }

        play["backend"] = play["backend"] with { Gate = new GateAnswer(1, GateWord.Rollback, true, "the candidate is worse: 50 times") };
        play.Until(state => state.IsOver);
        return Report(play, new RolloutOutcome.RolledBack(RolloutSummaryTests.Record(play), null, TimeSpan.FromMilliseconds(84)) { Evidence = [".nuke/temp/evidence/beta/7"] });
    }

    private static DeployReport Report(RolloutPlay play, RolloutOutcome outcome)
    {
        var events = new List<TimedEvent>();
        var at = RolloutPlay.Start;
        foreach (var one in play.Events)
        {
            at = one is DeployEvent.RolloutSeen seen ? seen.Picture.At : at;
            events.Add(new TimedEvent(at, one));
        }

        return DeployReport.Of(outcome, SampleReports.Release, SampleReports.Before, new ReportedRun("DeployBeta", "beta", RolloutPlay.Start, at.AddSeconds(1), events));
    }

    private sealed class Nobody : Sluice.Rollouts.Ports.IDeployObserver
    {
        public void On(DeployEvent deployEvent)
        {
        }
    }
}
