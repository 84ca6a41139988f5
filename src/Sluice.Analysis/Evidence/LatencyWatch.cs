using System.Globalization;
using Sluice.Analysis.State;

namespace Sluice.Analysis.Evidence;

/// <summary>
/// The bounds of the histogram that are watched. They are fixed once, from history or from stable's first answers, and those
/// answers count as history then: what chose a bound is no evidence about it.
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
    private int _step;

    public LatencyWatch(EvidenceSettings settings)
    {
        _settings = settings;
        if (settings.Definition.Latency!.Bounds is { Count: > 0 } fixedBounds)
        {
            Watch([.. fixedBounds.Select(bound => bound.TotalSeconds)]);
        }
        else if (settings.Context.History is { Bounds.Count: > 0, Latency.Requests: > 0 } history)
        {
            Choose([.. history.Bounds], history.Latency);
        }
    }

    /// <summary>One process for each bound; none until they are chosen.</summary>
    public MetricProcess[] Processes { get; private set; } = [];

    public string? Warning { get; private set; }

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
        if (Processes.Length == 0)
        {
            Look(arms, time);
            return;
        }

        var bounds = arms.Bounds.Span;
        for (var i = 0; i < Processes.Length; i++)
        {
            var index = LatencyBounds.IndexOf(bounds, _watched[i]);
            if (index >= 0)
            {
                Processes[i].Add(new Arms(arms.Candidate.SlowerThan(index), arms.Baseline.SlowerThan(index)), step, measure);
            }
            else
            {
                Warning ??= string.Create(
                    CultureInfo.InvariantCulture,
                    $"the histogram has no bucket that ends at {_watched[i]} s; it has {string.Join(", ", bounds.ToArray())}");
            }
        }
    }

    public void Visit(IState state)
    {
        var warning = Warning;
        state.Text(ref warning);
        Warning = warning;
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
            Warning = "the bounds of the histogram changed while they were being chosen";
            return;
        }

        _seenRequests += arms.Baseline.Requests;
        for (var i = 0; i < _seen.Length; i++)
        {
            _seen[i] += arms.Baseline.Cumulative.Span[i];
        }

        if (_seenRequests >= Enough || (_seenRequests >= Few && time >= s_patience))
        {
            Choose(_seenBounds, new Histogram(_seenRequests, _seen));
        }
    }

    private void Choose(double[] bounds, Histogram baseline)
    {
        Watch([.. LatencyBounds.Select(bounds, baseline).Select(index => bounds[index])]);
        Warning = Processes.Length == 0
            ? "more than 35 % of stable's answers are slower than every bound of the histogram: it needs higher ones"
            : BucketWidth.WarningOf(bounds, baseline);
    }

    private void Watch(double[] bounds)
    {
        _watched = bounds;
        Processes = [.. bounds.Select(bound => new MetricProcess(_settings.Latency(bound, bounds.Length)))];
        BeginStep(_step);
    }
}
