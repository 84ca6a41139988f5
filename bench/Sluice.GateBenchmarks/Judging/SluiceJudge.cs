using Sluice.Analysis;
using Sluice.Analysis.Evidence;
using Sluice.GateBenchmarks.Simulation;
using Sluice.Model.Gates;

namespace Sluice.GateBenchmarks.Judging;

/// <summary>Our gate as the product runs it: from a definition and what the baseline's history told.</summary>
internal sealed class SluiceJudge : IJudge
{
    private readonly IGate _gate;
    private readonly double[] _bounds;
    private readonly double[] _candidate, _baseline;
    private readonly bool _isRamp;
    private double _weight = double.NaN;
    private int _step = -1;

    public SluiceJudge(EvidenceGate definition, Scenario scenario, History history, IReadOnlyList<double> weights)
    {
        _bounds = [.. scenario.Latency?.Bounds ?? []];
        (_candidate, _baseline) = (new double[_bounds.Length], new double[_bounds.Length]);
        _isRamp = weights.Count > 1;
        var judged = definition with
        {
            Errors = new ErrorMetric("requests"),
            Latency = scenario.Latency is null ? null : new LatencyMetric("seconds"),

            // The hour ends the run, not the gate.
            Deadline = TimeSpan.FromHours(2),
        };
        _gate = GateFactory.Create(judged, new GateContext
        {
            Steps = [.. weights.Select(weight => new GateStep(100 * weight))],
            History = Traits.Of(history, _bounds),
            CandidatePods = 1,
            BaselinePods = scenario.BaselinePods,
        });
    }

    public Ruling Observe(in Look look)
    {
        // A schedule moves the weight within the one step; a ramp's steps begin with theirs. Traffic here never straddles a change.
        if (look.Weight != _weight)
        {
            _weight = look.Weight;
            _step = _isRamp ? _step + 1 : 0;
        }

        var sample = new GateSample(TimeSpan.FromSeconds(look.Seconds), _step, 100 * look.Weight)
        {
            Errors = new Arms(Of(look.Candidate), Of(look.Baseline)),
            Latency = _bounds.Length == 0 ? null : new LatencyArms(_bounds, Fill(_candidate, look.Candidate), Fill(_baseline, look.Baseline)),
            Settled = true,
        };
        return _gate.Observe(sample) switch
        {
            { Problem: { } problem } => throw new InvalidOperationException(problem),
            { Decision: Decision.Rollback } => Ruling.Rollback,
            { Decision: Decision.Pass } => Ruling.Advance,
            _ => Ruling.Continue,
        };
    }

    private static Counts Of(ArmCounts counts) => new(counts.Requests, counts.Bad);

    private static Histogram Fill(double[] cumulative, ArmCounts counts)
    {
        var sum = 0L;
        for (var index = 0; index < cumulative.Length; index++)
        {
            sum += counts.Buckets[index];
            cumulative[index] = sum;
        }

        return new Histogram(counts.Requests, cumulative);
    }
}
