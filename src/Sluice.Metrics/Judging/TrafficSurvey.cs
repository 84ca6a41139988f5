using Sluice.Analysis;
using Sluice.Metrics.Counting;
using Sluice.Metrics.Replays;
using Sluice.Model.Environments;
using Sluice.Model.Gates;
using Sluice.Model.Strategies;
using Sluice.Rollouts.Metrics;
using Sluice.Rollouts.Ports;

namespace Sluice.Metrics.Judging;

/// <summary>Finds out which traffic services have now, from the sources that their gates read: each is asked once, and not for long.</summary>
/// <param name="pods">Knows which pods serve.</param>
/// <param name="sources">Opens what gates read.</param>
/// <param name="time">Clock.</param>
public sealed class TrafficSurvey(IPodReader pods, IGateSources sources, TimeProvider time)
{
    /// <summary>How long the answer is waited for.</summary>
    /// <value>5 s</value>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>What a service serves.</summary>
    /// <returns>The traffic, or why it is not known; neither where nothing serves or no gate counts requests.</returns>
    public async Task<(ServedTraffic? Traffic, string? Problem)> AskAsync(ServicePlacement placement, CancellationToken cancellationToken)
    {
        if (placement.Strategy is RollingStrategy || GateSteps.Of(placement, 1).Gates.FirstOrDefault(gate => gate is EvidenceGate || gate.Errors is not null || gate.Latency is not null) is not { } gate)
        {
            return (null, null);
        }

        using var limit = new CancellationTokenSource(Patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await AskAsync(placement, gate, both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, $"the metrics source did not answer within {Model.DurationText.Format(Patience)}");
        }
    }

    private async Task<(ServedTraffic? Traffic, string? Problem)> AskAsync(ServicePlacement placement, GateDefinition gate, CancellationToken cancellationToken)
    {
        var read = await pods.ReadAsync(placement.Namespace, placement.Service, cancellationToken).ConfigureAwait(false);
        if (!read.Succeeded(out var found))
        {
            return (null, read.Problems.All(problem => problem.Kind == Sluice.Rollouts.ClusterProblemKind.NotFound) ? null : read.Problems[0].What);
        }

        PodFacts[] serving = [.. found.Where(pod => pod.Ready)];
        if (serving.Length == 0)
        {
            return (null, null);
        }

        var counted = new EvidenceGate(gate.Name) { Errors = gate.Errors, Latency = gate.Latency, WarmUp = TimeSpan.Zero };
        var source = placement.SourceOf(gate);
        var reads = sources.Open(placement.Service, source);
        var question = new MetricsQuestion(placement.Namespace, [.. serving.Select(pod => pod.Name)], []);
        return source is ScrapeSource
            ? await SinceTheyBeganAsync(counted, reads, question, serving, cancellationToken).ConfigureAwait(false)
            : await RememberedAsync(counted, reads, question, serving, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Pods say how much they answered in all; how long they took for it the cluster knows.</summary>
    private async Task<(ServedTraffic? Traffic, string? Problem)> SinceTheyBeganAsync(
        EvidenceGate gate, IMetricsSource source, MetricsQuestion question, PodFacts[] serving, CancellationToken cancellationToken)
    {
        var counter = new TrafficCounter(gate.Errors, gate.Latency, DateTimeOffset.MinValue, TimeSpan.Zero);
        var answer = await source.ReadAsync(question with { Names = counter.Names }, cancellationToken).ConfigureAwait(false);
        if (answer.Reading is not { } reading)
        {
            return (null, answer.Problem!.ToString());
        }

        var began = serving.Where(pod => pod.Started is not null).ToDictionary(pod => pod.Name, pod => pod.Started!.Value);
        var now = time.GetUtcNow();
        PodTraffic[] traffic = [.. (counter.Observe(reading with { IsPartial = false }, began) ?? []).Where(pod => began.ContainsKey(pod.Pod))];
        if (traffic.Length == 0)
        {
            return (null, "the pods expose none of the metrics that the gate counts");
        }

        // What could not be asked is taken for as busy as the others.
        var perSecond = traffic.Sum(pod => pod.Counts.Requests / Math.Max(1, (now - began[pod.Pod]).TotalSeconds)) * serving.Length / traffic.Length;
        return (new ServedTraffic(perSecond, "on average since its pods began") { Past = StablePast.Of(gate, new PodRecording([new PodInterval(0, traffic)])) }, null);
    }

    private async Task<(ServedTraffic? Traffic, string? Problem)> RememberedAsync(
        EvidenceGate gate, IMetricsSource source, MetricsQuestion question, PodFacts[] serving, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (await StablePast.ReadAsync(gate, source, question, now, cancellationToken).ConfigureAwait(false) is not { } past)
        {
            return (null, "the metrics source has nothing about the pods that serve");
        }

        // Of younger pods there is less than the whole window.
        var age = now - serving.Select(pod => pod.Started ?? now).Min();
        var window = age < StablePast.Window ? age : StablePast.Window;
        var requests = gate.Errors is null ? past.Latency.Requests : past.Errors.Requests;
        return (new ServedTraffic(requests / Math.Max(1, window.TotalSeconds), $"on average over the last {Model.DurationText.Format(TimeSpan.FromMinutes(Math.Ceiling(window.TotalMinutes)))}") { Past = past }, null);
    }
}
