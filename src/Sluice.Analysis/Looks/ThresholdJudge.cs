using System.Globalization;
using Sluice.Analysis.State;
using Sluice.Model.Gates;

namespace Sluice.Analysis.Looks;

/// <summary>Shares and rates of the candidate against fixed bounds; what stable does is not asked.</summary>
internal sealed class ThresholdJudge(ThresholdGate definition, GateContext context)
    : LookingJudge(definition, context, definition.Interval, definition.Failures)
{
    private Counts _errors;
    private Counts _slow;
    private bool _known;
    private string? _problem;
    private double[] _values = [double.NaN, double.NaN, double.NaN];
    private Counts _lastErrors;
    private Counts _lastSlow;

    protected override string Fingerprint => $"threshold {definition.ErrorShare} {definition.SlowShare} {definition.RequestRate} {definition.MinimumRequests}";

    protected override void BeginStep() => (_errors, _slow, _known) = (default, default, false);

    protected override void Count(in GateSample sample)
    {
        if (sample.Errors is { } errors)
        {
            _errors += errors.Candidate;
            _known = true;
        }

        if (sample.Latency is { } latency)
        {
            _known = true;
            var bound = definition.SlowShare is { } slow ? LatencyBounds.IndexOf(latency.Bounds.Span, slow.SlowerThan.TotalSeconds) : -1;
            if (bound >= 0)
            {
                _slow += latency.Candidate.SlowerThan(bound);
            }
            else if (definition.SlowShare is not null)
            {
                _problem ??= string.Create(CultureInfo.InvariantCulture, $"the histogram has no bucket that ends at {definition.SlowShare.SlowerThan.TotalSeconds} s");
            }
        }
    }

    protected override Look LookAt(TimeSpan elapsed)
    {
        _values[0] = _errors.Requests >= definition.MinimumRequests ? _errors.Rate : double.NaN;
        _values[1] = _slow.Requests >= definition.MinimumRequests ? _slow.Rate : double.NaN;
        _values[2] = _known ? Math.Max(_errors.Requests, _slow.Requests) / elapsed.TotalSeconds : double.NaN;
        (_lastErrors, _lastSlow) = (_errors, _slow);
        BeginStep();
        var (failed, unknown) = (false, false);
        for (var i = 0; i < _values.Length; i++)
        {
            if (BoundsOf(i) is { } bounds)
            {
                // No request at all is a rate that may be too low, and never one that is fine.
                unknown |= double.IsNaN(_values[i]) || (i == 2 && _values[i] <= 0);
                failed |= IsOutside(i, bounds);
            }
        }

        return failed ? Look.Failed : unknown ? Look.Unknown : Look.Passed;
    }

    protected override IReadOnlyList<Seen> Metrics()
    {
        var seen = new List<Seen>();
        for (var i = 0; i < _values.Length; i++)
        {
            if (BoundsOf(i) is { } bounds)
            {
                seen.Add(new Seen(MetricOf(i, bounds), IsOutside(i, bounds), i == 1 ? _problem : null));
            }
        }

        return seen;
    }

    protected override void Visit(IState state)
    {
        base.Visit(state);
        state.Counts(ref _errors);
        state.Counts(ref _slow);
        state.Flag(ref _known);
        state.Text(ref _problem);
        state.List(ref _values);
        state.Counts(ref _lastErrors);
        state.Counts(ref _lastSlow);
    }

    private bool IsOutside(int index, Bounds bounds) => !double.IsNaN(_values[index]) && !bounds.Contains(_values[index]);

    private Bounds? BoundsOf(int index) => index switch
    {
        0 => definition.ErrorShare,
        1 => definition.SlowShare?.Share,
        _ => definition.RequestRate,
    };

    private MetricVerdict MetricOf(int index, Bounds bounds) => new(index switch
    {
        0 => "share of bad answers",
        1 => string.Create(CultureInfo.InvariantCulture, $"share of answers slower than {definition.SlowShare!.SlowerThan.TotalSeconds:0.######} s"),
        _ => "requests per second",
    })
    {
        Value = double.IsNaN(_values[index]) ? null : _values[index],
        Allowed = bounds.ToString(),
        Candidate = index == 1 ? _lastSlow : _lastErrors,
    };
}
