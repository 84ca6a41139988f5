using Sluice.Analysis;
using Sluice.Model.Gates;

namespace Sluice.GateBenchmarks.Measuring;

/// <summary>What a sample costs our gate: errors and four latency bounds, four steps.</summary>
/// <param name="Metrics">How many metrics the gate watched.</param>
/// <param name="Nanoseconds">Median of ten rounds, of the dearest step.</param>
/// <param name="Bytes">Allocated per sample.</param>
internal sealed record GateCost(int Metrics, double Nanoseconds, double Bytes)
{
    private const int Rounds = 10;
    private static readonly double[] s_bounds = [0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 1];

    public static GateCost Measure(int samplesPerRound)
    {
        var (costs, metrics) = (new List<(double Nanoseconds, double Bytes)>(), 0);
        for (var step = 0; step < 4; step++)
        {
            var gate = Create();
            var sampled = new Sampling(gate, step);
            sampled.Round(samplesPerRound); // compiled and chosen bounds
            metrics = gate.Explain().Metrics.Count;
            List<(double Nanoseconds, double Bytes)> rounds = [.. Enumerable.Range(0, Rounds).Select(_ => sampled.Round(samplesPerRound))];
            costs.Add((rounds.Select(round => round.Nanoseconds).Order().ElementAt(Rounds / 2), rounds.Max(round => round.Bytes)));
        }

        return new GateCost(metrics, costs.Max(cost => cost.Nanoseconds), costs.Max(cost => cost.Bytes));
    }

    private static IGate Create() => GateFactory.Create(
        new EvidenceGate("gate") { Errors = new ErrorMetric("requests"), Latency = new LatencyMetric("seconds"), Kappa = 1.5 },
        new GateContext
        {
            Steps = [new GateStep(5), new GateStep(25), new GateStep(50), new GateStep(90)],
            History = new GateHistory
            {
                Errors = new Counts(90_000, 450),
                Bounds = s_bounds,
                Latency = new Histogram(90_000, Cumulative(90_000)),
            },
        });

    // Exceedance falls from 60 % at the first bound to 0.01 % at the last: 20 %, 5 % and 1 % have a bound each, and one above.
    private static double[] Cumulative(double requests) =>
        [.. s_bounds.Select((_, index) => Math.Round(requests * (1 - 0.6 * Math.Pow(0.42, index))))];

    /// <summary>Feeds the same sample again and again.</summary>
    private sealed class Sampling(IGate gate, int step)
    {
        private readonly double[] _candidate = Cumulative(1000), _baseline = Cumulative(9000);
        private TimeSpan _time;

        public (double Nanoseconds, double Bytes) Round(int samples)
        {
            var bytes = GC.GetAllocatedBytesForCurrentThread();
            var start = TimeProvider.System.GetTimestamp();
            for (var index = 0; index < samples; index++)
            {
                _time += TimeSpan.FromSeconds(5);
                gate.Observe(new GateSample(_time, step, 10)
                {
                    Errors = new Arms(new Counts(1000, 5), new Counts(9000, 45)),
                    Latency = new LatencyArms(s_bounds, new Histogram(1000, _candidate), new Histogram(9000, _baseline)),
                    Settled = true,
                });
            }

            var elapsed = TimeProvider.System.GetElapsedTime(start);
            return (elapsed.TotalNanoseconds / samples, (double)(GC.GetAllocatedBytesForCurrentThread() - bytes) / samples);
        }
    }
}
