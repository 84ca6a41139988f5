using Sluice.Metrics.Counting;
using Sluice.Metrics.Replays;
using Sluice.Model.Gates;

namespace Sluice.Metrics.Tests.Replays;

public sealed class AaStudyTests
{
    private static readonly EvidenceGate s_gate = Replay.DefaultGate with { Latency = null };

    [Fact]
    public void Run_PodsThatAreAlike_RaiseNoAlarm()
    {
        var report = AaStudy.Run(s_gate, Record((_, row) => row % 2));

        Assert.Equal((4, 6, 0), (report.Pods, report.Splits, report.AlarmsAtSeconds.Count));
        Assert.Equal((48_000, 240), (report.Totals.Requests, report.Totals.Bad));
        Assert.Equal(1, report.Rho0);
    }

    [Fact]
    public void Run_OnePodThatFails_RaisesAlarmsAndATallTau()
    {
        var report = AaStudy.Run(s_gate, Record((pod, _) => pod == 0 ? 20 : 0));

        Assert.Equal(3, report.AlarmsAtSeconds.Count);
        Assert.True(report.Tau > 0.5, $"tau is {report.Tau}");
        Assert.True(report.Phi > 2, $"phi is {report.Phi}");
        Assert.True(report.Rho0 > 2, $"rho0 is {report.Rho0}");
    }

    [Fact]
    public void Splits_ManyPods_AreASampleThatIsTheSameEveryTime()
    {
        string[] pods = [.. Enumerable.Range(0, 11).Select(pod => $"p{pod}")];

        Assert.Equal(100, AaStudy.Splits(pods).Count);
        Assert.All(AaStudy.Splits(pods).Zip(AaStudy.Splits(pods)), pair => Assert.True(pair.First.SetEquals(pair.Second)));
    }

    [Fact]
    public void Split_PodsWithDifferentBuckets_AreComparedOverThoseThatAllHave()
    {
        var recording = new PodRecording(
        [
            new PodInterval(5, [Timed("a", new Durations([0.1, 1], [1, 3], 4)), Timed("b", new Durations([0.1, 0.5, 1], [5, 6, 7], 8))]),
            new PodInterval(10, [Timed("a", new Durations([0.1, 1], [2, 2], 2))]),
        ]);

        var rows = recording.Split(pod => pod == "a").Rows;

        Assert.Equal([0.1, 1], rows[0].Latency!.Value.Bounds.ToArray());
        Assert.Equal([5, 7], rows[0].Latency!.Value.Baseline.Cumulative.ToArray());
        Assert.Equal(0, rows[1].Latency!.Value.Baseline.Requests);
    }

    private static PodTraffic Timed(string pod, Durations durations) => new(pod) { Latency = durations };

    private static PodRecording Record(Func<int, int, double> bad) => new(
        [.. Enumerable.Range(1, 120).Select(row => new PodInterval(row * 5, [.. Enumerable.Range(0, 4).Select(pod => new PodTraffic($"p{pod}") { Requests = 100, Bad = bad(pod, row) })]))]);
}
