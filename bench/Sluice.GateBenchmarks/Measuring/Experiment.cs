using Sluice.GateBenchmarks.Judging;
using Sluice.GateBenchmarks.Simulation;

namespace Sluice.GateBenchmarks.Measuring;

/// <summary>Runs judges over simulated traffic. A run's result depends on seed, scenario and its number only, not on threads.</summary>
/// <param name="Seed">Of everything.</param>
/// <param name="Threads">How many runs at a time.</param>
internal sealed record Experiment(ulong Seed, int Threads)
{
    /// <summary>All judges on the same traffic, whose weights follow the scenario's schedule.</summary>
    public IReadOnlyList<Outcomes> Watch(Scenario scenario, int runs, params IReadOnlyList<JudgeKind> judges)
    {
        var outcomes = judges.Select(_ => new Outcome[runs]).ToList();
        double[] weights = [.. scenario.Weights.Select(step => step.Weight)];
        Each(runs, run =>
        {
            var traffic = new TrafficSource(scenario, Seed, run);
            var watching = judges.Select(judge => (Judge: judge.Create(scenario, traffic.History, weights), Bad: 0L, At: double.PositiveInfinity)).ToArray();
            var left = watching.Length;
            while (left > 0 && !traffic.IsOver)
            {
                var look = traffic.Next();
                for (var index = 0; index < watching.Length; index++)
                {
                    ref var one = ref watching[index];
                    if (double.IsFinite(one.At))
                    {
                        continue;
                    }

                    one.Bad += look.Candidate.Bad;
                    if (one.Judge.Observe(look) == Ruling.Rollback)
                    {
                        one.At = look.Seconds;
                        left--;
                    }
                }
            }

            for (var index = 0; index < watching.Length; index++)
            {
                outcomes[index][run] = new Outcome(watching[index].At, double.PositiveInfinity, watching[index].Bad);
            }
        });

        return [.. judges.Zip(outcomes, (judge, ofJudge) => new Outcomes(judge.Name, ofJudge))];
    }

    /// <summary>Each judge ramps by itself: it decides when the candidate gets the next weight.</summary>
    public IReadOnlyList<Outcomes> Ramp(Scenario scenario, IReadOnlyList<double> weights, int runs, params IReadOnlyList<JudgeKind> judges) =>
        [.. judges.Select(judge =>
        {
            var outcomes = new Outcome[runs];
            Each(runs, run => outcomes[run] = Ramp(scenario, weights, run, judge));
            return new Outcomes(judge.Name, outcomes);
        })];

    private Outcome Ramp(Scenario scenario, IReadOnlyList<double> weights, int run, JudgeKind kind)
    {
        var traffic = new TrafficSource(scenario, Seed, run);
        var judge = kind.Create(scenario, traffic.History, weights);
        var (step, bad) = (0, 0L);
        while (!traffic.IsOver)
        {
            var look = traffic.Next(weights[step]);
            bad += look.Candidate.Bad;
            switch (judge.Observe(look))
            {
                case Ruling.Rollback:
                    return new Outcome(look.Seconds, double.PositiveInfinity, bad);
                case Ruling.Advance when ++step == weights.Count:
                    return new Outcome(double.PositiveInfinity, look.Seconds, bad);
            }
        }

        return new Outcome(double.PositiveInfinity, double.PositiveInfinity, bad);
    }

    private void Each(int runs, Action<int> run) =>
        Parallel.For(0, runs, new ParallelOptions { MaxDegreeOfParallelism = Threads }, run);
}
