using Sluice.Metrics.Counting;
using Sluice.Model.Gates;
using Sluice.Rollouts.Metrics;
using Sluice.Rollouts.Ports;

namespace Sluice.Metrics.Judging;

/// <summary>Counters of the pods of both sides, differenced.</summary>
/// <param name="gate">Says what is counted.</param>
/// <param name="ns">Namespace of the pods.</param>
/// <param name="source">Where the counters are read.</param>
/// <param name="isLive">Whether that asks the pods themselves, one by one.</param>
/// <param name="begin">What was counted before does not count.</param>
internal sealed class CountedIntake(GateDefinition gate, string ns, IMetricsSource source, bool isLive, DateTimeOffset begin) : IIntake
{
    /// <summary>So long the numbers of all are waited for where one pod cannot be asked; then those of the others count.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly TrafficCounter _counter = new(gate.Errors, gate.Latency, begin, (gate as EvidenceGate)?.WarmUp ?? GateDefaults.WarmUp);
    private readonly SideCounts _sides = new(gate);
    private readonly ScrapeRounds _rounds = new(isLive);
    private readonly HashSet<string> _known = [];
    private TimeSpan? _missingSince;

    public bool CountsRequests => true;

    public async Task<Intake> TakeAsync(PodsSeen pods, TimeSpan time, Func<WeightChange> change, CancellationToken cancellationToken)
    {
        // Who was never ready had no request, and often nothing to ask yet.
        _known.UnionWith(pods.All.Where(pod => pod.Ready).Select(pod => pod.Name));
        string[] asked = [.. pods.All.Select(pod => pod.Name).Where(_known.Contains).Distinct()];
        var answer = asked.Length == 0 ? null : await source.ReadAsync(new MetricsQuestion(ns, asked, _counter.Names), cancellationToken).ConfigureAwait(false);
        var (_, isNew, isDuring) = change();
        if (isNew || isDuring)
        {
            _rounds.Begin();
        }

        if (answer?.Reading is not { } reading)
        {
            return answer?.Problem is { } problem ? Intake.Failed(problem) : Intake.Failed("no pod of either side is ready");
        }

        if (MissingOf(reading, pods, time) is { } missing)
        {
            return Intake.Failed(missing);
        }

        var round = _rounds.See(reading, time, isDuring);
        if (round == Round.Open)
        {
            return Intake.Pending;
        }

        // A pod of which there is nothing was not counted yet; without it the others are whole.
        var traffic = _counter.Observe(isLive ? reading with { IsPartial = false } : reading, pods.Started);
        return traffic is null ? Intake.Failed(string.Join(" ", reading.Warnings.DefaultIfEmpty("the answer is not whole")))
            : round == Round.Whole ? _sides.Sum(traffic, pods) with { Note = string.Join(" ", reading.Warnings.Take(3)) }
            : Intake.Pending;
    }

    /// <summary>
    /// Why a reading is to be left to a later one, which covers it: a pod that serves is not in it, so an outage of both sides would be
    /// counted for one now and for the other later.
    /// </summary>
    private string? MissingOf(MetricsReading reading, PodsSeen pods, TimeSpan time)
    {
        var there = reading.Series.Select(series => series.Pod).ToHashSet();
        if (!isLive || !reading.IsPartial || pods.All.Where(pod => pod.Ready).All(pod => there.Contains(pod.Name)))
        {
            _missingSince = null;
            return null;
        }

        _missingSince ??= time;
        return time - _missingSince < s_patience ? string.Join(" ", reading.Warnings.Take(3)) : null;
    }
}
