using System.Globalization;
using Sluice.Analysis.State;

namespace Sluice.Analysis.Evidence;

/// <summary>
/// The bounds of the histogram that are watched. Unless they are given they are fixed once, from history or from stable's first
/// answers, and those answers count as history then: what chose a bound is no evidence about it.
/// </summary>
internal sealed class LatencyWatch
{
    /// <summary>So many of stable's answers choose the bounds …</summary>
    private const int Enough = 200;

    /// <summary>… or so many where they took longer than <see cref="s_patience"/> to come.</summary>
    private const int Few = 20;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly EvidenceSettings _settings;
    private double[] _watched = [];
    private double[] _seenBounds = [];
    private double[] _seen = [];
    private double _seenRequests;
    private string? _problem;
    private string? _width;
    private bool _known;
    private int _step;

    public LatencyWatch(EvidenceSettings settings)
    {
        _settings = settings;
        if (settings.Definition.Latency!.Bounds is { Count: > 0 } fixedBounds)
        {
            Watch([.. fixedBounds.Select(bound => bound.TotalSeconds)]);
        }

        if (settings.Context.History is { Bounds.Count: > 0, Latency.Requests: > 0 } history)
        {
            Know([.. history.Bounds], history.Latency);
        }
    }

    /// <summary>One process for each bound; none until they are chosen.</summary>
    public MetricProcess[] Processes { get; private set; } = [];

    /// <summary>What keeps durations from being judged, if anything does; else what the buckets are too wide to show.</summary>
    public string? Warning => _problem ?? _width;

    public void BeginStep(int step)
    {
        _step = step;
        foreach (var process in Processes)
        {
            process.BeginStep(step);
        }
    }

    public void Add(in LatencyArms arms, int step, TimeSpan time, Measure measure)
    {
        var areChosen = Processes.Length > 0;
        if (!_known)
        {
            Look(arms, time);
        }

        if (!areChosen)
        {
            return;
        }

        var bounds = arms.Bounds.Span;
        for (var i = 0; i < Processes.Length; i++)
        {
            var index = LatencyBounds.IndexOf(bounds, _watched[i]);
            if (index >= 0)
            {
                Processes[i].Add(new Arms(arms.Candidate.SlowerThan(index), arms.Baseline.SlowerThan(index)), step, measure, ToleranceOf(arms, index));
            }
            else
            {
                _problem ??= string.Create(
                    CultureInfo.InvariantCulture,
                    $"the histogram has no bucket that ends at {_watched[i]} s; it has {string.Join(", ", bounds.ToArray())}");
            }
        }
    }

    public void Visit(IState state)
    {
        state.Text(ref _problem);
        state.Text(ref _width);
        state.Flag(ref _known);
        state.Int(ref _step);
        state.Double(ref _seenRequests);
        state.List(ref _seenBounds);
        state.List(ref _seen);
        var watched = _watched;
        state.List(ref watched);
        if (watched.Length != Processes.Length || Processes.Length == 0)
        {
            Watch(watched);
        }

        foreach (var process in Processes)
        {
            process.Visit(state);
        }
    }

    private void Look(in LatencyArms arms, TimeSpan time)
    {
        if (_seenBounds.Length == 0)
        {
            _seenBounds = arms.Bounds.ToArray();
            _seen = new double[_seenBounds.Length];
        }

        if (!arms.Bounds.Span.SequenceEqual(_seenBounds))
        {
            _problem ??= AreFixed ? null : "the bounds of the histogram changed while they were being chosen";
            return;
        }

        _seenRequests += arms.Baseline.Requests;
        for (var i = 0; i < _seen.Length; i++)
        {
            _seen[i] += arms.Baseline.Cumulative.Span[i];
        }

        if (_seenRequests >= Enough || (_seenRequests >= Few && time >= s_patience))
        {
            Know(_seenBounds, new Histogram(_seenRequests, _seen));
        }
    }

    private bool AreFixed => _settings.Definition.Latency!.Bounds.Count > 0;

    /// <summary>Enough of stable was seen to choose bounds by, where none are given, and to tell how wide its buckets are.</summary>
    private void Know(double[] bounds, Histogram baseline)
    {
        if (!AreFixed)
        {
            Watch([.. LatencyBounds.Select(bounds, baseline).Select(index => bounds[index])]);
            _problem = Processes.Length > 0 ? null : "more than 35 % of stable's answers are slower than every bound of the histogram: it needs higher ones";
        }

        _known = Processes.Length > 0;
        _width = !_known ? null
            : _watched.All(bound => IsBeyond(bounds, bound)) ? string.Create(
                CultureInfo.InvariantCulture,
                $"no bucket ends at or above {_watched[0] * Factor:0.######} s, the lowest watched bound times latencyFactor: no slow-down can be seen; add higher buckets or lower latencyFactor")
            : BucketWidth.WarningOf(bounds, baseline, Factor > 1 ? Factor : BucketWidth.Wanted);
    }

    private double Factor => _settings.Definition.LatencyFactor;

    /// <summary>The histogram has no bound that is worse than what is tolerated of this one.</summary>
    private bool IsBeyond(double[] bounds, double bound) =>
        LatencyBounds.IndexOf(bounds, bound) is >= 0 and var index && LatencyBounds.Tolerated(bounds, index, Factor).Worse < 0;

    private Tolerance? ToleranceOf(in LatencyArms arms, int index)
    {
        if (Factor <= 1)
        {
            return null;
        }

        var (worse, good) = LatencyBounds.Tolerated(arms.Bounds.Span, index, Factor);
        return new Tolerance(worse < 0 ? 0 : arms.Candidate.SlowerThan(worse).Bad, arms.Candidate.SlowerThan(good).Bad);
    }

    private void Watch(double[] bounds)
    {
        _watched = bounds;
        Processes = [.. bounds.Select(bound => new MetricProcess(_settings.Latency(bound, bounds.Length)))];
        BeginStep(_step);
    }
}
