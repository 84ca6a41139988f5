using System.Xml.Linq;
using Sluice.GateBenchmarks.Judging;
using Sluice.GateBenchmarks.Measuring;
using Sluice.GateBenchmarks.Reporting;

namespace Sluice.GateBenchmarks.Tests;

public sealed class SuiteTests
{
    private static readonly RunCounts Few = new(Detection: 9, Null: 2, PeerNull: 1, History: 1, Situation: 1, Ramp: 1, CostSamples: 20);

    private static readonly Lazy<Figures> Measured = new(() => new Suite(new Experiment(Seed: 1, Threads: 1), Few, _ => { }).Run());

    [Fact]
    public void Run_OfAFewRuns_FillsEveryTable()
    {
        var figures = Measured.Value;

        Assert.Equal(10, figures.Main.Count);
        Assert.Equal(Scenarios.Situations.Count, figures.Situations.Count);
        Assert.All(figures.Main, column => Assert.Equal(Judges.All.Select(judge => judge.Name), column.Judges.Select(judge => judge.Judge)));
        Assert.Equal(5, figures.Cost.Metrics);
    }

    [Fact]
    public void Run_OfACandidateWithTwentyPercent_FindsItSoonerThanTheOthers()
    {
        var column = Measured.Value.Main.Single(column => column is { IsClustered: false, CandidateErrors: 0.20 });

        Assert.All(column.Judges.Skip(2), other => Assert.True(column.Judges[0].RollbackSeconds.Median < other.RollbackSeconds.Median));
    }

    [Fact]
    public void Watch_OfOurGate_DoesNotDependOnThreads()
    {
        var scenario = Scenarios.MainTable(isClustered: true, 0.05);

        var (one, four) = (new Experiment(3, Threads: 1).Watch(scenario, 8, Judges.Ours), new Experiment(3, Threads: 4).Watch(scenario, 8, Judges.Ours));

        Assert.Equal(one.SelectMany(outcomes => outcomes.Runs), four.SelectMany(outcomes => outcomes.Runs));
    }

    [Fact]
    public void Write_OfFigures_HasAllTables()
    {
        var report = MarkdownReport.Write(Measured.Value, Few, "the command", seed: 1, plot: "plot.svg");

        Assert.Contains("    the command\n", report);
        Assert.Contains("| to reach", report);
        Assert.Contains("![Seconds to rollback by the candidate's error rate](plot.svg)", report);
        Assert.All(Scenarios.Situations, situation => Assert.Contains($"| {situation.Name}", report));
        Assert.Contains("| times the information bound, candidate 1 % | ≤ 1.4 ", report);
    }

    [Fact]
    public void Draw_OfFigures_IsAnImageWithALegend()
    {
        var root = XDocument.Parse(SvgPlot.Draw(Measured.Value)).Root!;

        Assert.Equal("svg", root.Name.LocalName);
        Assert.All(Judges.All, judge => Assert.Contains(root.Elements(), element => element.Value == judge.Name));
    }

    [Fact]
    public void Of_ACellWhoseIntervalLiesBeyond_IsMissed()
    {
        var figures = Measured.Value;
        Outcomes Ours(double seconds) => new("ours", [.. Enumerable.Repeat(new Outcome(seconds, double.PositiveInfinity, 0), 50)]);
        Target At(double seconds) => Targets.Of(figures with { Main = [new MainColumn(IsClustered: false, 0.02, [Ours(seconds)])] })[0];

        Assert.True(At(125).IsMet);
        Assert.False(At(130).IsMet);
    }
}
