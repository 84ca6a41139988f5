namespace Sluice.Analysis.Evidence;

/// <summary>The effects that are bet on, all at once.</summary>
internal static class EffectGrid
{
    /// <summary>Ratios for rates of errors, as multiples of the null's.</summary>
    public static readonly double[] Errors = [1.25, 1.6, 2, 2.8, 4, 6, 10, 20, 40, 100];

    /// <summary>Ratios for shares of slow answers.</summary>
    public static readonly double[] Latency = [1.15, 1.3, 1.5, 1.8, 2.2, 3, 4.5, 8, 16];

    /// <summary>Ratios that a confidence sequence tries.</summary>
    public static readonly double[] Candidates =
    [
        0.1, 0.2, 0.35, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.3, 1.45, 1.6, 1.8, 2, 2.3, 2.7, 3.2, 4, 5, 6.5, 8, 10, 15, 25, 50, 100,
    ];

    /// <summary>Bets of a promotion as multiples of stable's rate …</summary>
    public static readonly double[] PromotionRates = [0.5, 1, 1, 1, 1];

    /// <summary>… plus these parts of the margin.</summary>
    public static readonly double[] PromotionMargins = [0, 0, 0.2, 0.45, 0.7];

    /// <summary>Bets of a promotion where there is no stable rate to start from, as parts of what is allowed.</summary>
    public static readonly double[] PromotionOfObjective = [0.02, 0.2, 0.4, 0.6, 0.8];
}
