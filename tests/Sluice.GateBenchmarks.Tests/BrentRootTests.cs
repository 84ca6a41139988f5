using Sluice.GateBenchmarks.Comparators;

namespace Sluice.GateBenchmarks.Tests;

public sealed class BrentRootTests
{
    [Fact]
    public void Find_OfWallisCubic_IsExactToTheTolerance()
    {
        var root = BrentRoot.Find(x => x * x * x - 2 * x - 5, 2, 3, 1e-12);

        Assert.Equal(2.0945514815423265, root, 1e-12);
    }

    [Theory]
    [InlineData(1e-2)]
    [InlineData(1e-4)]
    [InlineData(1e-10)]
    public void Find_OfAJump_EndsWithinTheTolerance(double tolerance)
    {
        var root = BrentRoot.Find(x => x < 0.3 ? -1 : 2, -1, 5, tolerance);

        Assert.InRange(root, 0.3 - tolerance, 0.3 + tolerance);
    }

    [Fact]
    public void Find_OfASmoothFunction_NeedsFewEvaluations()
    {
        var evaluations = 0;
        var root = BrentRoot.Find(x => { evaluations++; return Math.Cos(x) - x; }, 0, 1, 1e-12);

        Assert.Equal(0.7390851332151607, root, 1e-12);
        Assert.InRange(evaluations, 3, 12);
    }

    [Theory]
    [InlineData(0, 1, 0)]
    [InlineData(-1, 0, 0)]
    public void Find_WithARootAtAnEnd_IsThatEnd(double from, double to, double root) =>
        Assert.Equal(root, BrentRoot.Find(x => x, from, to, 1e-9));

    [Fact]
    public void Find_WithoutChangeOfSign_IsRefused() =>
        Assert.Throws<ArgumentException>(() => BrentRoot.Find(x => x * x + 1, -1, 1, 1e-9));
}
