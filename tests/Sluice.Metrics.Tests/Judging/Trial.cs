using System.Text.Json.Nodes;
using Sluice.Manifests;
using Sluice.Manifests.Stacks;
using Sluice.Metrics.Judging;
using Sluice.Model.Environments;
using Sluice.Model.Gates;
using Sluice.Model.Strategies;
using Sluice.Model.Values;
using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Machine;
using Sluice.Rollouts.Metrics;
using Sluice.Rollouts.Ports;
using Sluice.Tests.Shared;

namespace Sluice.Metrics.Tests.Judging;

/// <summary>A desk over two stacks and a clock that is moved by hand. Everything answers at once, so that a look is over when time has passed.</summary>
internal sealed class Trial : IAsyncDisposable, IMetricsSource, IQuerySource, IGateSources
{
    public static readonly EvidenceGate Gate = new("quality") { Errors = new ErrorMetric("http_requests_total"), Kappa = 1 };

    private readonly Dictionary<string, byte[]> _learnt = [];

    public Trial(GateDefinition? gate = null, StrategyDefinition? strategy = null, bool hasStable = true, bool isRemembered = false)
    {
        Pods = new TrialPods(Clock.GetUtcNow() - TimeSpan.FromHours(1));
        Watch = new TrialWatch(Pods);
        var workload = new ManifestObject(new JsonObject { ["apiVersion"] = "apps/v1", ["kind"] = "Deployment", ["metadata"] = new JsonObject { ["name"] = "web-new" } }, "");
        Memory = isRemembered ? new ScrapeMemory(Pods, Clock) : null;
        Lane = new Lane(
            new ServicePlacement("web", "shop", strategy ?? new CanaryStrategy("canary", [new WeightStep(10), new PauseStep(null, PauseEnd.Continue), new WeightStep(50)]), gate ?? Gate, TrafficRouter.Replicas, WarmStack.None)
            {
                Metrics = isRemembered ? new PrometheusSource(new AddressReference(new Uri("http://prometheus:9090"), null)) : GateDefaults.Source,
            },
            new ServiceStack("web", "new", workload, [], [], 2),
            hasStable ? new StackId("shop", "web", "web-old", StackMark.OfRevision("old")) : null,
            [],
            []);
    }

    public ManualClock Clock { get; } = new();

    public TrialPods Pods { get; }

    public TrialWatch Watch { get; }

    public Lane Lane { get; init; }

    public List<string> Notices { get; } = [];

    public List<MetricsQuestion> Questions { get; } = [];

    public List<string> Queries { get; } = [];

    /// <summary>Why the source has no answer.</summary>
    public MetricsProblem? Problem { get; set; }

    /// <summary>Whether the source breaks.</summary>
    public bool IsBroken { get; set; }

    /// <summary>Pods that do not answer.</summary>
    public HashSet<string> Silent { get; } = [];

    /// <summary>What every query gives.</summary>
    public double Value { get; set; }

    /// <summary>Bad answers of a hundred.</summary>
    public double CandidateBad { get; set; } = 1;

    public double StableBad { get; set; } = 1;

    /// <summary>Slow answers of a hundred; stable has five.</summary>
    public double CandidateSlow { get; set; } = 5;

    /// <summary>Requests of the candidate's pods together, each second.</summary>
    public double CandidateRate { get; set; } = 20;

    public IGateDesk Desk => field ??= new GateDesks(this, Clock, Notices.Add).Open([Lane], Watch, _learnt);

    public GateAnswer Answer => Desk.Answer("web")!;

    /// <summary>Scrapes the pods and is asked in their place.</summary>
    public ScrapeMemory? Memory { get; }

    /// <summary>The desk opens with what was learnt elsewhere.</summary>
    public void Learn(byte[] learnt)
    {
        _learnt["web"] = learnt;
        Inline(() => _ = Desk);
    }

    public void Look(int step, int weight)
    {
        Watch.Served = weight;
        Inline(() => Desk.Look(Lane, step, new GateView(weight, Clock.GetUtcNow())));
    }

    /// <summary>Time passes with traffic.</summary>
    public void Run(int seconds, Func<bool>? until = null)
    {
        for (var second = 0; second < seconds && until?.Invoke() != true; second++)
        {
            Pods.Serve(Pods.Stable, 30 * (1 - (StableBad / 100)), 30 * StableBad / 100, 30 * 0.05);
            var each = CandidateRate / Pods.Candidate.Count;
            Pods.Serve(Pods.Candidate, each * (1 - (CandidateBad / 100)), each * CandidateBad / 100, each * CandidateSlow / 100);
            Memory?.Tick();
            Inline(() => Clock.Advance(TimeSpan.FromSeconds(1)));
        }
    }

    /// <summary>What follows from it runs here and now, as no scheduler wants it elsewhere.</summary>
    private static void Inline(Action action)
    {
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            action();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    public Task<MetricsResult> ReadAsync(MetricsQuestion question, CancellationToken cancellationToken)
    {
        Questions.Add(question);
        if (IsBroken)
        {
            throw new InvalidOperationException("broken");
        }

        if (Problem is { } problem)
        {
            return Task.FromResult(MetricsResult.Failed(problem));
        }

        return Memory?.Answer(question, cancellationToken) ?? Task.FromResult(MetricsResult.Of(
            new MetricsReading([.. question.Pods.Except(Silent).SelectMany(pod => Pods.Series(pod, Clock.GetUtcNow()))], [.. Silent.Select(pod => $"{pod}: nothing.")]) { IsPartial = Silent.Count > 0 }));
    }

    public Task<QueryValues> AskAsync(string query, CancellationToken cancellationToken)
    {
        Queries.Add(query);
        return Task.FromResult(Problem is { } problem ? new QueryValues([], problem) : new QueryValues([Value], null));
    }

    public IMetricsSource Open(string service, MetricsSource source) => this;

    public ValueTask DisposeAsync() => Desk.DisposeAsync();
}
