using Sluice.GateBenchmarks.Simulation;

namespace Sluice.GateBenchmarks.Tests;

public sealed class TrafficSourceTests
{
    private static readonly Scenario Long = new("long", 0.02) { Seconds = 100_000, HistorySeconds = 60 };

    [Fact]
    public void Next_OfIndependentTraffic_HasTheRatesOfTheScenario()
    {
        var looks = All(Long);

        AssertRate(looks.Select(look => look.Candidate), requests: 25, errors: 0.02, slack: 0.03);
        AssertRate(looks.Select(look => look.Baseline), requests: 225, errors: 0.005, slack: 0.03);
        Assert.InRange(Dispersion(looks.Select(look => look.Baseline.Bad)), 0.95, 1.05);
        Assert.InRange(Dispersion(looks.Select(look => look.Baseline.Requests)), 0.95, 1.05);
    }

    [Fact]
    public void Next_OfClusteredTraffic_HasTheSameRatesAndIsOverdispersed()
    {
        var looks = All(Long with { Clustering = Clustering.Usual with { DriftDeviation = 0 } });
        var minutes = looks.Chunk(12).Select(minute => minute.Sum(look => look.Baseline.Bad));

        AssertRate(looks.Select(look => look.Candidate), requests: 25, errors: 0.02, slack: 0.06);
        AssertRate(looks.Select(look => look.Baseline), requests: 225, errors: 0.005, slack: 0.06);

        // Geometric clusters of mean 3: E[S²]/E[S] = 5, of which a minute's edges hide a little.
        Assert.InRange(Dispersion(minutes), 4, 5.4);
    }

    [Fact]
    public void Next_WithDrift_MovesBothArmsTogether()
    {
        var looks = All(Long with { Clustering = Clustering.None with { DriftDeviation = 0.8, DriftSeconds = 600 } });
        var minutes = looks.Chunk(12).Select(minute => (Candidate: minute.Sum(look => look.Candidate.Bad), Baseline: minute.Sum(look => look.Baseline.Bad))).ToList();
        var (candidateMean, baselineMean) = (minutes.Average(minute => minute.Candidate), minutes.Average(minute => minute.Baseline));

        Assert.True(minutes.Average(minute => (minute.Candidate - candidateMean) * (minute.Baseline - baselineMean)) > 5);
    }

    [Fact]
    public void Next_OfAnyTraffic_NeverHasMoreBadThanRequests()
    {
        var looks = All(Long with { CandidateErrors = 0.9, RequestsPerSecond = 1, Clustering = Clustering.Usual, Seconds = 20_000 });

        Assert.All(looks, look => Assert.InRange(look.Candidate.Bad, 0, look.Candidate.Requests));
    }

    [Fact]
    public void Next_InAnOutage_FailsOnBothArms()
    {
        var looks = All(Long with { Seconds = 600, Outages = [new Outage(300, 60, 0.5)] });
        var during = looks.Where(look => look.Seconds is > 300 and <= 360).ToList();

        AssertRate(during.Select(look => look.Candidate), requests: 25, errors: 0.5, slack: 0.25);
        AssertRate(during.Select(look => look.Baseline), requests: 225, errors: 0.5, slack: 0.1);
        Assert.True(looks.Where(look => look.Seconds <= 300).Sum(look => look.Baseline.Bad) < 150);
    }

    [Fact]
    public void Next_BeforeTheCandidateTurnsBad_IsAsTheBaseline()
    {
        var looks = All(Long with { CandidateErrors = 0.5, WorseFromSecond = 50_000 });

        AssertRate(looks.Where(look => look.Seconds <= 50_000).Select(look => look.Candidate), requests: 25, errors: 0.005, slack: 0.1);
        AssertRate(looks.Where(look => look.Seconds > 50_000).Select(look => look.Candidate), requests: 25, errors: 0.5, slack: 0.02);
    }

    [Fact]
    public void Next_WithSteps_FollowsTheirWeights()
    {
        var looks = All(Long with { Seconds = 200, Weights = [(0, 0.05), (100, 0.5)] });

        Assert.All(looks, look => Assert.Equal(look.Seconds <= 100 ? 0.05 : 0.5, look.Weight));
        Assert.True(looks[^1].Candidate.Requests > 5 * looks[0].Candidate.Requests);
    }

    [Fact]
    public void Next_WithLatencies_ExceedsBoundsAsOftenAsTheDistribution()
    {
        var looks = All(Long with { Seconds = 20_000, Latency = new LatencyModel(LatencyModel.DefaultBounds, Slowdown: 2) });

        // Above 0.25 s: a log-normal with median 40 ms (the candidate's: 80 ms) and σ = 0.8.
        Assert.Equal(0.0110, SlowerThanQuarter(looks.Select(look => look.Baseline)), 0.001);
        Assert.Equal(0.0772, SlowerThanQuarter(looks.Select(look => look.Candidate)), 0.004);
        Assert.All(looks, look => Assert.Equal(look.Candidate.Requests, look.Candidate.Buckets.Sum()));

        static double SlowerThanQuarter(IEnumerable<ArmCounts> arms)
        {
            var counts = arms.ToList();
            return (double)counts.Sum(arm => arm.Buckets.Skip(6).Sum()) / counts.Sum(arm => arm.Requests);
        }
    }

    [Fact]
    public void Next_OfTheSameRun_IsTheSameTraffic()
    {
        var scenario = Long with { Seconds = 600, Clustering = Clustering.Usual };

        Assert.Equal(Text(scenario, 3), Text(scenario, 3));
        Assert.NotEqual(Text(scenario, 3), Text(scenario, 4));

        static string Text(Scenario scenario, int run) =>
            string.Join(';', All(scenario, run).Select(look => $"{look.Candidate.Requests},{look.Candidate.Bad},{look.Baseline.Requests},{look.Baseline.Bad}"));
    }

    [Fact]
    public void History_OfAScenario_HoldsPodsAndMinutes()
    {
        var history = new TrafficSource(new Scenario("history", 0.02) { BaselinePods = 4, HistorySeconds = 3000 }, seed: 1, run: 0).History;

        Assert.Equal(50, history.Requests.Length);
        Assert.All(history.Bad, block => Assert.Equal(4, block.Length));
        Assert.InRange(history.TotalRequests, 148_000, 152_000);
        Assert.InRange((double)history.TotalBad / history.TotalRequests, 0.004, 0.006);
    }

    private static List<Look> All(Scenario scenario, int run = 0)
    {
        var traffic = new TrafficSource(scenario, seed: 11, run);
        var looks = new List<Look>();
        while (!traffic.IsOver)
        {
            looks.Add(traffic.Next());
        }

        return looks;
    }

    private static void AssertRate(IEnumerable<ArmCounts> arms, double requests, double errors, double slack)
    {
        var counts = arms.ToList();
        Assert.Equal(requests, counts.Average(arm => arm.Requests), 0.08 * requests);
        Assert.Equal(errors, (double)counts.Sum(arm => arm.Bad) / counts.Sum(arm => arm.Requests), slack * errors);
    }

    private static double Dispersion(IEnumerable<long> counts)
    {
        var values = counts.Select(count => (double)count).ToList();
        var mean = values.Average();
        return values.Average(value => (value - mean) * (value - mean)) / mean;
    }
}
