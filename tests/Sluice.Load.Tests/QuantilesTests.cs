namespace Sluice.Load.Tests;

public sealed class QuantilesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(99)]
    [InlineData(100)]
    [InlineData(101)]
    [InlineData(1000)]
    [InlineData(12345)]
    public void Of_AnyNumberOfLatencies_IsExactlyTheSortedListsValue(int count)
    {
        var random = new Random(count);
        long[] latencies = [.. Enumerable.Range(0, count).Select(_ => random.NextInt64(1, 1_000_000))];

        var quantiles = Quantiles.Of(latencies)!;

        Assert.Equal(Smallest(latencies, 0.5m), quantiles.P50.Ticks);
        Assert.Equal(Smallest(latencies, 0.9m), quantiles.P90.Ticks);
        Assert.Equal(Smallest(latencies, 0.99m), quantiles.P99.Ticks);
        Assert.Equal(Smallest(latencies, 0.999m), quantiles.P999.Ticks);
        Assert.Equal(latencies.Max(), quantiles.Max.Ticks);
    }

    [Fact]
    public void Of_Nothing_IsNothing() => Assert.Null(Quantiles.Of([]));

    /// <summary>By definition: the smallest value that at least this part of all values is not above.</summary>
    private static long Smallest(long[] values, decimal part)
    {
        var sorted = values.Order().ToList();
        return sorted.Where((_, at) => at + 1 >= part * sorted.Count).First();
    }
}
