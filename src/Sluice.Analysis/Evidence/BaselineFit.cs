namespace Sluice.Analysis.Evidence;

/// <summary>Learns from stable's own pods, before a rollout, what its traffic does without any new version.</summary>
public static class BaselineFit
{
    /// <summary>The least that is learnt from: half an hour of blocks of 60 s.</summary>
    /// <value>30</value>
    public const int FewestBlocks = OverDispersion.LeastBlocks;

    /// <summary>Length of a block.</summary>
    /// <value>60 s</value>
    public static TimeSpan Block { get; } = TimeSpan.FromSeconds(60);

    /// <summary>What the blocks say; <see langword="null"/> if they are too few, or if nothing bad happened in them.</summary>
    /// <param name="blocks">For each block of 60 s the counts of each pod, always in the same order; a pod that did not run has none.</param>
    public static BaselineTraits? Of(IReadOnlyList<IReadOnlyList<Counts>> blocks)
    {
        if (blocks.Count < FewestBlocks || OverDispersion.Phi(blocks) is not { } phi)
        {
            return null;
        }

        var pods = Enumerable.Range(0, blocks.Max(block => block.Count))
            .Select(pod => blocks.Where(block => pod < block.Count).Aggregate(default(Counts), (sum, block) => sum + block[pod]));
        return new BaselineTraits(phi, OverDispersion.Kappa(phi, blocks.Count), PodLottery.Tau([.. pods], phi), Autocorrelation(blocks)) { Blocks = Shares(blocks).Count };
    }

    /// <summary>
    /// How much a block resembles the one before it, −1 to 1: of the bad requests that the even pods have beyond their part of
    /// the traffic, as a share of all; 0 where it cannot be told.
    /// </summary>
    public static double Autocorrelation(IReadOnlyList<IReadOnlyList<Counts>> blocks)
    {
        var shares = Shares(blocks);
        if (shares.Count < 3)
        {
            return 0;
        }

        var mean = shares.Average();
        var variance = shares.Sum(share => (share - mean) * (share - mean));
        return variance > 0 ? shares.Zip(shares.Skip(1), (one, next) => (one - mean) * (next - mean)).Sum() / variance : 0;
    }

    /// <summary>Of every block with bad requests.</summary>
    private static List<double> Shares(IReadOnlyList<IReadOnlyList<Counts>> blocks)
    {
        var shares = new List<double>();
        foreach (var block in blocks)
        {
            var even = block.Where((_, pod) => pod % 2 == 0).Aggregate(default(Counts), (sum, pod) => sum + pod);
            var all = block.Aggregate(default(Counts), (sum, pod) => sum + pod);
            if (all.Bad > 0)
            {
                shares.Add((even.Bad / all.Bad) - (even.Requests / all.Requests));
            }
        }

        return shares;
    }
}
