using Sluice.GateBenchmarks.Simulation;

namespace Sluice.GateBenchmarks.Tests;

public sealed class RandomStreamTests
{
    private const int Draws = 100_000;

    [Fact]
    public void Uniform_OfTheSameName_IsTheSame()
    {
        Assert.Equal(new RandomStream(1, "a", 0).Uniform(), new RandomStream(1, "a", 0).Uniform());
        Assert.Equal(4, new[] { Of(1, "a", 0), Of(2, "a", 0), Of(1, "b", 0), Of(1, "a", 1) }.Distinct().Count());

        static double Of(ulong seed, string scenario, int run) => new RandomStream(seed, scenario, run).Uniform();
    }

    [Fact]
    public void Uniform_FirstNumbersOfManyRuns_AreSpreadEvenly()
    {
        var tenths = Enumerable.Range(0, Draws).Select(run => (int)(10 * new RandomStream(7, "s", run).Uniform())).CountBy(tenth => tenth);

        Assert.All(tenths, tenth => Assert.InRange(tenth.Value, 9_600, 10_400));
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(4)]
    [InlineData(45)]
    public void Poisson_HasItsMeanAndVariance(double mean) => AssertMoments(random => random.Poisson(mean), mean, mean);

    [Theory]
    [InlineData(0.2)]
    [InlineData(225)]
    [InlineData(20_000)]
    public void PoissonTable_HasItsMeanAndVariance(double mean) => AssertMoments(random => PoissonTable.Of(mean).Draw(random), mean, mean);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Geometric_HasItsMeanAndVariance(double mean) => AssertMoments(random => random.Geometric(mean), mean, mean * (mean - 1));

    [Fact]
    public void Normal_HasItsMeanAndVariance() => AssertMoments(random => random.Normal(), 0, 1);

    private static void AssertMoments(Func<RandomStream, double> draw, double mean, double variance)
    {
        var random = new RandomStream(42, "moments", 0);
        var values = Enumerable.Range(0, Draws).Select(_ => draw(random)).ToList();
        var actual = values.Average();

        Assert.Equal(mean, actual, 5 * Math.Sqrt(Math.Max(variance, 1e-12) / Draws));
        Assert.Equal(variance, values.Average(value => (value - actual) * (value - actual)), 0.03 * Math.Max(variance, 1e-12));
    }
}
