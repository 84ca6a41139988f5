namespace Sluice.GateBenchmarks.Tests;

/// <summary>The samples of the judge's tie-outs.</summary>
internal static class Samples
{
    /// <summary>Ten times 1.</summary>
    public static double[] Baseline { get; } = Repeat(1, 10);

    /// <summary>Some 100, the rest of ten 1.</summary>
    public static double[] Canary(int high) => [.. Repeat(100, high), .. Repeat(1, 10 - high)];

    public static double[] Repeat(double value, int times) => [.. Enumerable.Repeat(value, times)];
}
