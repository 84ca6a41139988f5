using Sluice.Metrics.Judging;
using Sluice.Model.Environments;
using Sluice.Model.Gates;
using Sluice.Model.Strategies;
using Sluice.Rollouts;
using Sluice.Rollouts.Metrics;
using Sluice.Rollouts.Ports;
using Sluice.Tests.Shared;

namespace Sluice.Metrics.Tests.Judging;

public sealed class TrafficSurveyTests : IPodReader, IGateSources, IMetricsSource
{
    private readonly ManualClock _time = new();
    private ClusterResult<IReadOnlyList<PodFacts>> _pods = ClusterResult<IReadOnlyList<PodFacts>>.Ok([]);
    private Func<MetricsQuestion, CancellationToken, Task<MetricsResult>> _answer = (_, _) => throw new InvalidOperationException("Nobody is to be asked.");

    [Fact]
    public async Task AskAsync_PodsThatAnsweredSinceTheyBegan_GivesTheirAverage()
    {
        _pods = Pods(("a", 100), ("b", 50));
        _answer = (question, _) => Task.FromResult(MetricsResult.Of(new MetricsReading([.. question.Pods.SelectMany(pod => Series(pod, 990, 10))], [])));

        var (traffic, problem) = await AskAsync();

        // 1000 requests in 100 s and 1000 in 50 s.
        Assert.Null(problem);
        Assert.Equal(30, traffic!.RequestsPerSecond, 6);
        Assert.Equal((2000, 20), (traffic.Past!.Errors.Requests, traffic.Past.Errors.Bad));
    }

    [Fact]
    public async Task AskAsync_OnePodDoesNotAnswer_IsTakenForAsBusyAsTheOthers()
    {
        _pods = Pods(("a", 100), ("b", 100));
        _answer = (_, _) => Task.FromResult(MetricsResult.Of(new MetricsReading([.. Series("a", 1000, 0)], ["b: nothing"]) { IsPartial = true }));

        Assert.Equal(20, (await AskAsync()).Traffic!.RequestsPerSecond, 6);
    }

    [Fact]
    public async Task AskAsync_NothingServes_AsksNobody()
    {
        Assert.Equal((null, null), await AskAsync());
        _pods = ClusterResult<IReadOnlyList<PodFacts>>.Failed([new ClusterProblem(ClusterProblemKind.NotFound, "no such Service", "")]);
        Assert.Equal((null, null), await AskAsync());
    }

    [Fact]
    public async Task AskAsync_NoAnswerInTime_SaysSo()
    {
        _pods = Pods(("a", 100));
        _answer = async (_, token) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, _time, token);
            throw new InvalidOperationException("It never answers.");
        };

        var asked = AskAsync();
        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal((null, "the metrics source did not answer within 5s"), await asked);
    }

    [Fact]
    public async Task AskAsync_SourceCannotBeAsked_SaysWhy()
    {
        _pods = Pods(("a", 100));
        _answer = (_, _) => Task.FromResult(MetricsResult.Failed(new MetricsProblem("a:8080/metrics: 404.")));
        Assert.Equal((null, "a:8080/metrics: 404."), await AskAsync());

        _answer = (_, _) => Task.FromResult(MetricsResult.Of(new MetricsReading([], [])));
        Assert.Equal((null, "the pods expose none of the metrics that the gate counts"), await AskAsync());
    }

    public IMetricsSource Open(string service, MetricsSource source) => this;

    Task<ClusterResult<IReadOnlyList<PodFacts>>> IPodReader.ReadAsync(string ns, string service, CancellationToken cancellationToken) => Task.FromResult(_pods);

    Task<MetricsResult> IMetricsSource.ReadAsync(MetricsQuestion question, CancellationToken cancellationToken) => _answer(question, cancellationToken);

    private Task<(ServedTraffic? Traffic, string? Problem)> AskAsync() => new TrafficSurvey(this, this, _time).AskAsync(
        new ServicePlacement(
            "backend",
            "beta",
            new CanaryStrategy("canary", [new WeightStep(50)]),
            new EvidenceGate("errors") { Errors = new ErrorMetric("requests") },
            TrafficRouter.Replicas,
            WarmStack.None),
        CancellationToken.None);

    private ClusterResult<IReadOnlyList<PodFacts>> Pods(params (string Name, int Age)[] pods) => ClusterResult<IReadOnlyList<PodFacts>>.Ok(
        [.. pods.Select(pod => new PodFacts(pod.Name, pod.Name, "one", true, _time.GetUtcNow() - TimeSpan.FromSeconds(pod.Age), []))]);

    private IEnumerable<RawSeries> Series(string pod, double good, double bad) =>
    [
        new RawSeries(pod, "requests", new Dictionary<string, string> { ["code"] = "200" }, [new RawSample(_time.GetUtcNow(), good)]),
        new RawSeries(pod, "requests", new Dictionary<string, string> { ["code"] = "500" }, [new RawSample(_time.GetUtcNow(), bad)]),
    ];
}
