using System.Globalization;
using Sluice.Analysis.State;
using Sluice.Model.Gates;

namespace Sluice.Analysis.Looks;

/// <summary>How fast the candidate burns an error budget. It rolls back at the first look where both windows of a pair burn too fast.</summary>
internal sealed class BurnRateJudge(SloBurnRateGate definition, GateContext context)
    : LookingJudge(definition, context, definition.Interval, failures: 1)
{
    private readonly SlidingWindow[] _long = [.. definition.Windows.Select(window => new SlidingWindow(window.LongWindow))];
    private readonly SlidingWindow[] _short = [.. definition.Windows.Select(window => new SlidingWindow(window.ShortWindow))];
    private string? _problem;

    protected override string Fingerprint => $"sloBurnRate {definition.Objective} {definition.SlowerThan} {string.Join(' ', definition.Windows)} {definition.MinimumRequests}";

    protected override void BeginStep()
    {
        // A budget knows no steps: the windows go on.
    }

    protected override void Count(in GateSample sample)
    {
        var counts = CountsOf(sample);
        foreach (var window in _long)
        {
            window.Add(counts, sample.Time);
        }

        foreach (var window in _short)
        {
            window.Add(counts, sample.Time);
        }
    }

    protected override Look LookAt(TimeSpan elapsed)
    {
        var look = Look.Unknown;
        for (var i = 0; i < _long.Length; i++)
        {
            var (slow, quick) = (_long[i].Total, _short[i].Total);
            if (slow.Requests >= definition.MinimumRequests && quick.Requests >= definition.MinimumRequests)
            {
                if (IsBurning(i))
                {
                    return Look.Failed;
                }

                // Slow answers that cannot be counted are not few slow answers.
                look = _problem is null ? Look.Passed : Look.Unknown;
            }
        }

        return look;
    }

    protected override IReadOnlyList<Seen> Metrics()
    {
        var seen = new List<Seen>();
        for (var i = 0; i < _long.Length; i++)
        {
            var total = _long[i].Total;
            seen.Add(new Seen(
                new MetricVerdict(string.Create(
                    CultureInfo.InvariantCulture,
                    $"budget burnt in {VerdictText.Duration(_long[i].Length)} and {VerdictText.Duration(_short[i].Length)}, times too fast"))
                {
                    Value = total.Requests > 0 ? Math.Min(Burn(total), Burn(_short[i].Total)) : null,
                    Allowed = string.Create(CultureInfo.InvariantCulture, $"at most {definition.Windows[i].Rate}"),
                    Candidate = total,
                },
                IsBurning(i),
                i == 0 ? _problem : null));
        }

        return seen;
    }

    protected override void Visit(IState state)
    {
        base.Visit(state);
        state.Text(ref _problem);
        foreach (var window in _long)
        {
            window.Visit(state);
        }

        foreach (var window in _short)
        {
            window.Visit(state);
        }
    }

    /// <summary>Bad answers and slow ones; those that are both are counted twice, since counters do not tell, and never more than all.</summary>
    private Counts CountsOf(in GateSample sample)
    {
        var errors = sample.Errors?.Candidate ?? default;
        if (definition.SlowerThan is not { } slower)
        {
            return errors;
        }

        if (sample.Latency is not { } latency)
        {
            // What is bad among these still burns the budget; how slow the others were is not known.
            _problem = errors.Requests > 0 ? "requests were counted, and how long they took was not" : _problem;
            return errors;
        }

        var bound = LatencyBounds.IndexOf(latency.Bounds.Span, slower.TotalSeconds);
        _problem = bound < 0 ? string.Create(CultureInfo.InvariantCulture, $"the histogram has no bucket that ends at {slower.TotalSeconds} s") : null;
        if (bound < 0)
        {
            return errors;
        }

        var slow = latency.Candidate.SlowerThan(bound);
        var requests = Math.Max(errors.Requests, slow.Requests);
        return new Counts(requests, Math.Min(requests, errors.Bad + slow.Bad));
    }

    private bool IsBurning(int index) => IsBurning(_long[index].Total, index) && IsBurning(_short[index].Total, index);

    private bool IsBurning(Counts counts, int index) => counts.Requests >= definition.MinimumRequests && Burn(counts) > definition.Windows[index].Rate;

    private double Burn(Counts counts) => counts.Requests > 0 ? counts.Rate / (1 - definition.Objective) : 0;
}
