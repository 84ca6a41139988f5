namespace Sluice.Analysis.Evidence;

/// <summary>How much more bad requests cluster on a pod than independent ones would.</summary>
public static class OverDispersion
{
    /// <summary>What is reckoned with where stable was not watched long enough.</summary>
    /// <value>3</value>
    public const double KappaWithoutHistory = 3;

    /// <summary>φ̂ of stable's pods over blocks of 60 s: 1 for independent bad requests; <see langword="null"/> if there was nothing to compare.</summary>
    /// <param name="blocks">For each block the counts of each pod; a block may have fewer pods than others.</param>
    public static double? Phi(IReadOnlyList<IReadOnlyList<Counts>> blocks)
    {
        var (squares, expected) = (0.0, 0.0);
        foreach (var block in blocks)
        {
            var requests = block.Sum(pod => pod.Requests);
            var bad = block.Sum(pod => pod.Bad);
            if (requests <= 0 || bad <= 0)
            {
                continue;
            }

            foreach (var pod in block)
            {
                var share = pod.Requests / requests;
                squares += (pod.Bad - (bad * share)) * (pod.Bad - (bad * share));
                expected += bad * share * (1 - share);
            }
        }

        return expected > 0 ? squares / expected : null;
    }

    /// <summary>Mean size of clusters to reckon with: κ̂, 1 or more.</summary>
    /// <param name="phi">φ̂, as it was estimated.</param>
    /// <param name="blocks">
    /// How many blocks it was estimated from. Half an hour's φ̂ is reckoned a quarter higher, for it may have come out too low;
    /// its standard error falls with the root of their number, and so does what is added.
    /// </param>
    public static double Kappa(double phi, int blocks = LeastBlocks) =>
        Math.Max(1, (1 + ((1 + (0.25 * Math.Sqrt((double)LeastBlocks / Math.Max(LeastBlocks, blocks)))) * phi)) / 2);

    /// <summary>Blocks of the shortest history that φ̂ is taken from.</summary>
    /// <value>30, of 60 s each</value>
    public const int LeastBlocks = 30;
}
