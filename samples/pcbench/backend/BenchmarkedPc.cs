namespace PcBench.Backend;

/// <summary>A PC and its benchmark runs.</summary>
/// <param name="Cpu">Key of its processor.</param>
/// <param name="Name">Name for a reader.</param>
/// <param name="Cores">Number of cores.</param>
/// <param name="ClockGHz">Sustained clock.</param>
/// <param name="CacheMb">Last-level cache.</param>
/// <param name="Runs">Multi-core points of each run; an odd number of them.</param>
public sealed record BenchmarkedPc(string Cpu, string Name, int Cores, double ClockGHz, double CacheMb, IReadOnlyList<int> Runs)
{
    /// <summary>The median of the runs: one run disturbed by something else does not move it.</summary>
    public int Score { get; } = Runs.Order().ElementAt(Runs.Count / 2);

    /// <summary>Distance of the fastest run from the slowest, in percent of the median.</summary>
    public double SpreadPercent => Math.Round(100.0 * (Runs.Max() - Runs.Min()) / Score, 1);
}
