namespace Sluice.Load;

/// <summary>Counts what came of requests; called from many threads.</summary>
internal sealed class Tally
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ConnectionUse, Counts> _uses = new() { [ConnectionUse.New] = new(), [ConnectionUse.KeptAlive] = new() };
    private readonly SortedDictionary<string, Counts> _revisions = new(StringComparer.Ordinal);
    private TimeSpan _latest;

    /// <summary>Adds one.</summary>
    /// <param name="arrival">The request.</param>
    /// <param name="late">How much later than due it was sent.</param>
    /// <param name="latency">From when it was due to the end of its answer.</param>
    /// <param name="answer">What came.</param>
    public void Add(Arrival arrival, TimeSpan late, TimeSpan latency, LoadAnswer answer)
    {
        lock (_gate)
        {
            _latest = late > _latest ? late : _latest;
            _uses[arrival.Use].Add(answer.Failure, latency);
            if (answer.Revision.Length > 0)
            {
                if (!_revisions.TryGetValue(answer.Revision, out var counts))
                {
                    _revisions[answer.Revision] = counts = new Counts();
                }

                counts.Add(answer.Failure, latency);
            }
        }
    }

    public LoadProgress Progress(TimeSpan elapsed)
    {
        lock (_gate)
        {
            return new LoadProgress(elapsed, _uses.Values.Sum(counts => counts.Sent), _uses.Values.Sum(counts => counts.Failed));
        }
    }

    public LoadReport Report(LoadPlan plan, TimeSpan took, bool isWhole)
    {
        lock (_gate)
        {
            return new LoadReport(
                plan,
                took,
                isWhole,
                _latest,
                [.. _uses.Where(use => use.Value.Sent > 0).Select(use => new UseReport(use.Key, use.Value.Sent, use.Value.Failed, use.Value.Reasons, use.Value.Latencies))],
                [.. _revisions.Select(revision => new RevisionReport(revision.Key, revision.Value.Sent, revision.Value.Failed, revision.Value.Latencies))]);
        }
    }

    private sealed class Counts
    {
        private readonly List<long> _latencies = [];
        private readonly SortedDictionary<string, long> _reasons = new(StringComparer.Ordinal);

        public long Sent { get; private set; }

        public long Failed => Sent - _latencies.Count;

        public IReadOnlyList<FailureCount> Reasons => [.. _reasons.OrderByDescending(reason => reason.Value).Select(reason => new FailureCount(reason.Key, reason.Value))];

        public Quantiles? Latencies => Quantiles.Of(_latencies);

        public void Add(Failure? failure, TimeSpan latency)
        {
            Sent++;
            if (failure is { } reason)
            {
                var name = reason.ToString();
                _reasons[name] = _reasons.GetValueOrDefault(name) + 1;
            }
            else
            {
                _latencies.Add(latency.Ticks);
            }
        }
    }
}
