using System.Globalization;

namespace PcBench.MlService;

/// <summary>
/// A linear regression: score = base + a·(cores × GHz) + b·(MB of cache). The coefficients are the least-squares fit
/// to the medians of backend's benchmark runs (eight PCs, R² = 0.998); a test fits them again. Outside the range of
/// those PCs (4–24 cores) it extrapolates, and is no better than a straight line can be.
/// </summary>
public static class ScoreModel
{
    public const double Base = 666.6;
    public const double PerCoreGHz = 153.60;
    public const double PerCacheMb = 31.93;

    public static int Predict(Processor processor) =>
        (int)Math.Round(Base + (PerCoreGHz * processor.Cores * processor.ClockGHz) + (PerCacheMb * processor.CacheMb));

    /// <summary>The terms that the score is the sum of, each rounded.</summary>
    public static IReadOnlyList<ModelTerm> Explain(Processor processor) =>
    [
        new("base", (int)Math.Round(Base)),
        Term($"{processor.Cores} cores × {processor.ClockGHz} GHz × {PerCoreGHz}", PerCoreGHz * processor.Cores * processor.ClockGHz),
        Term($"{processor.CacheMb} MB cache × {PerCacheMb}", PerCacheMb * processor.CacheMb),
    ];

    private static ModelTerm Term(FormattableString what, double points) =>
        new(what.ToString(CultureInfo.InvariantCulture), (int)Math.Round(points));
}

/// <summary>One summand of a prediction.</summary>
public sealed record ModelTerm(string What, int Points);
