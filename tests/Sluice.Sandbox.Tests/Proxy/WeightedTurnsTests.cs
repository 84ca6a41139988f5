using Sluice.Sandbox.Proxy.WaysIn;

namespace Sluice.Sandbox.Tests.Proxy;

public sealed class WeightedTurnsTests
{
    [Fact]
    public void Next_TwoOfAnyWeight_EachHasItsShareAtAnyMoment()
    {
        for (int weight = 0; weight <= 100; weight++)
        {
            var turns = new WeightedTurns([100 - weight, weight]);
            int second = 0;
            for (int taken = 1; taken <= 300; taken++)
            {
                second += turns.Next()!.Value;
                Assert.InRange(second, (taken * weight / 100.0) - 1, (taken * weight / 100.0) + 1);
            }
        }
    }

    [Theory]
    [InlineData(new int[0])]
    [InlineData(new[] { 0, 0 })]
    public void Next_NobodyHasWeight_IsNobodysTurn(int[] weights) => Assert.Null(new WeightedTurns(weights).Next());

    [Fact]
    public async Task Next_ManyAtOnce_GiveTheSameShares()
    {
        var turns = new WeightedTurns([9, 1]);
        int second = 0;
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() =>
        {
            for (int i = 0; i < 1000; i++)
            {
                Interlocked.Add(ref second, turns.Next()!.Value);
            }
        })));

        Assert.Equal(1000, second);
    }
}
