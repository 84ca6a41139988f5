namespace Sluice.GateBenchmarks.Comparators;

/// <summary>Ranks of two samples put together; equal values share the mean of their ranks.</summary>
/// <param name="OfFirst">Sum of the ranks of the first sample's values.</param>
/// <param name="Ties">Σ(t³ − t) over groups of t equal values.</param>
internal readonly record struct RankSum(double OfFirst, double Ties)
{
    /// <summary>Ranks <paramref name="first"/>, each value less <paramref name="shift"/>, together with <paramref name="second"/>. Both are sorted.</summary>
    public static RankSum Of(ReadOnlySpan<double> first, ReadOnlySpan<double> second, double shift)
    {
        var (sum, ties) = (0.0, 0.0);
        var (atFirst, atSecond) = (0, 0);
        while (atFirst < first.Length || atSecond < second.Length)
        {
            var before = atFirst + atSecond;
            var value = Math.Min(
                atFirst < first.Length ? first[atFirst] - shift : double.PositiveInfinity,
                atSecond < second.Length ? second[atSecond] : double.PositiveInfinity);
            var ofFirst = -atFirst;
            while (atFirst < first.Length && first[atFirst] - shift == value)
            {
                atFirst++;
            }

            ofFirst += atFirst;
            while (atSecond < second.Length && second[atSecond] == value)
            {
                atSecond++;
            }

            double equal = atFirst + atSecond - before;
            sum += ofFirst * (before + (equal + 1) / 2);
            ties += equal * equal * equal - equal;
        }

        return new RankSum(sum, ties);
    }
}
