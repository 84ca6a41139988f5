using Sluice.GateBenchmarks.Judging;

namespace Sluice.GateBenchmarks.Measuring;

/// <summary>Runs everything.</summary>
/// <param name="Say">Told what runs now.</param>
internal sealed record Suite(Experiment Experiment, RunCounts Counts, Action<string> Say)
{
    private const double Alpha = 0.01;

    public Figures Run() => new([.. Main()], [.. Bounds()], [.. Histories()], [.. Situations()], [.. Ramps()], Cost());

    private IEnumerable<MainColumn> Main()
    {
        foreach (var isClustered in new[] { false, true })
        {
            foreach (var rate in Scenarios.Rates)
            {
                Say(FormattableString.Invariant($"{(isClustered ? "clustered" : "independent")}, candidate {100 * rate} %"));
                yield return new MainColumn(isClustered, rate, Experiment.Watch(Scenarios.MainTable(isClustered, rate), Counts.Detection, Judges.All));
            }

            Say(isClustered ? "type I, clustered" : "type I, independent");
            var scenario = Scenarios.MainTable(isClustered, 0.005);
            yield return new MainColumn(isClustered, 0.005,
            [
                .. Experiment.Watch(scenario, Counts.Null, Judges.Ours),
                .. Experiment.Watch(scenario, Counts.PeerNull, [.. Judges.All.Except(Judges.Ours)]),
            ]);
        }
    }

    private IEnumerable<BoundFigure> Bounds()
    {
        Say("information bound");
        foreach (var rate in Scenarios.Rates.Where(rate => rate <= 0.05))
        {
            yield return new BoundFigure(
                rate,
                InformationBound.Seconds(Alpha, candidateRequests: 5, baselineRequests: 45, rate, 0.005, delta: 0),
                Experiment.Watch(Scenarios.ForBound(rate), Counts.Detection, [Judges.Gate, Judges.GateIndependent]));
        }
    }

    private IEnumerable<HistoryFigure> Histories()
    {
        foreach (var isClustered in new[] { false, true })
        {
            foreach (var (name, seconds) in Scenarios.Histories)
            {
                Say($"history: {name}, {(isClustered ? "clustered" : "independent")}");
                yield return new HistoryFigure(
                    name,
                    isClustered,
                    [.. Scenarios.Rates.Append(0.005).Select(rate =>
                        Experiment.Watch(Scenarios.After(seconds, isClustered, rate), Counts.History, [Judges.Gate])[0])]);
            }
        }
    }

    private IEnumerable<SituationFigure> Situations()
    {
        foreach (var situation in Scenarios.Situations)
        {
            Say(situation.Name);
            yield return new SituationFigure(
                situation.Name, situation.Scenario, Experiment.Watch(situation.Scenario, Counts.Situation, Judges.All));
        }
    }

    private IEnumerable<RampFigure> Ramps()
    {
        foreach (var isClustered in new[] { false, true })
        {
            foreach (var rate in Scenarios.Rates.Prepend(0.005))
            {
                Say(FormattableString.Invariant($"ramp, {(isClustered ? "clustered" : "independent")}, candidate {100 * rate} %"));
                yield return new RampFigure(
                    isClustered, rate, Experiment.Ramp(Scenarios.Ramp(isClustered, rate), Scenarios.RampWeights, Counts.Ramp, Judges.All));
            }
        }
    }

    private GateCost Cost()
    {
        Say("cost of a sample");
        return GateCost.Measure(Counts.CostSamples);
    }
}
