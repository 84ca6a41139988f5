namespace Sluice.GateBenchmarks.Measuring;

/// <summary>How many runs each part has.</summary>
/// <param name="Null">Runs of our gate per kind of traffic, for type I.</param>
/// <param name="PeerNull">The same of the comparators.</param>
/// <param name="CostSamples">Samples of each round in which our gate's cost is measured.</param>
internal sealed record RunCounts(int Detection, int Null, int PeerNull, int History, int Situation, int Ramp, int CostSamples)
{
    public static RunCounts Full { get; } = new(Detection: 1000, Null: 10_000, PeerNull: 1000, History: 1000, Situation: 400, Ramp: 400, CostSamples: 20_000);

    public static RunCounts Quick { get; } = new(Detection: 60, Null: 200, PeerNull: 40, History: 20, Situation: 20, Ramp: 20, CostSamples: 2000);
}
