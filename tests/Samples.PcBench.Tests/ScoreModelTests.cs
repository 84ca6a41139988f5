using PcBench.Backend;
using PcBench.MlService;

namespace Samples.PcBench.Tests;

public class ScoreModelTests
{
    [Fact]
    public void Coefficients_FittedAgainToTheCatalogue_AreTheOnesInUse()
    {
        var rows = BenchmarkCatalogue.All.Select(pc => (X: new[] { 1, pc.Cores * pc.ClockGHz, pc.CacheMb }, Y: (double)pc.Score)).ToList();

        var fitted = LeastSquares(rows);

        Assert.Equal(ScoreModel.Base, fitted[0], 0.1);
        Assert.Equal(ScoreModel.PerCoreGHz, fitted[1], 0.01);
        Assert.Equal(ScoreModel.PerCacheMb, fitted[2], 0.01);
    }

    [Fact]
    public void Explain_AnyPc_TermsSumUpToThePrediction() =>
        Assert.All(BenchmarkCatalogue.All, pc =>
        {
            var processor = new Processor(pc.Cores, pc.ClockGHz, pc.CacheMb);
            Assert.InRange(ScoreModel.Explain(processor).Sum(term => term.Points) - ScoreModel.Predict(processor), -2, 2);
        });

    // The normal equations, by Gauss-Jordan elimination.
    private static double[] LeastSquares(List<(double[] X, double Y)> rows)
    {
        const int Size = 3;
        var system = new double[Size, Size + 1];
        foreach (var (x, y) in rows)
        {
            for (var i = 0; i < Size; i++)
            {
                for (var j = 0; j < Size; j++)
                {
                    system[i, j] += x[i] * x[j];
                }

                system[i, Size] += x[i] * y;
            }
        }

        for (var pivot = 0; pivot < Size; pivot++)
        {
            for (var row = 0; row < Size; row++)
            {
                var factor = row == pivot ? 0 : system[row, pivot] / system[pivot, pivot];
                for (var column = pivot; column <= Size; column++)
                {
                    system[row, column] -= factor * system[pivot, column];
                }
            }
        }

        return [.. Enumerable.Range(0, Size).Select(row => system[row, Size] / system[row, row])];
    }
}
