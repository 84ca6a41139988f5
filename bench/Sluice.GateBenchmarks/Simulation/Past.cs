namespace Sluice.GateBenchmarks.Simulation;

/// <summary>Makes the baseline's history: all traffic is at its pods, in equal shares; a cause fails requests of one pod.</summary>
internal static class Past
{
    public static History Of(Scenario scenario, RandomStream random)
    {
        var blocks = (int)(scenario.HistorySeconds / History.BlockSeconds);
        var requests = Empty(blocks, scenario.BaselinePods);
        var bad = Empty(blocks, scenario.BaselinePods);
        var perPodAndBlock = scenario.RequestsPerSecond * History.BlockSeconds / scenario.BaselinePods;
        var drift = new Drift(scenario.Clustering, History.BlockSeconds, random);
        for (var block = 0; block < blocks; block++)
        {
            var causes = perPodAndBlock * scenario.BaselineErrors * drift.Next() / scenario.Clustering.MeanSize;
            for (var pod = 0; pod < scenario.BaselinePods; pod++)
            {
                for (var cause = random.Poisson(causes); cause > 0; cause--)
                {
                    Fail(scenario.Clustering, block, pod, bad, random);
                }
            }
        }

        var good = perPodAndBlock * (1 - scenario.BaselineErrors);
        for (var block = 0; block < blocks; block++)
        {
            for (var pod = 0; pod < scenario.BaselinePods; pod++)
            {
                requests[block][pod] = PoissonTable.Of(good).Draw(random) + bad[block][pod];
            }
        }

        return new History(requests, bad, Buckets(scenario, blocks, random));
    }

    private static void Fail(Clustering clustering, int block, int pod, long[][] bad, RandomStream random)
    {
        var start = random.Uniform() * History.BlockSeconds;
        for (var request = random.Geometric(clustering.MeanSize); request > 0; request--)
        {
            var at = block + (int)((start + random.Uniform() * clustering.SpreadSeconds) / History.BlockSeconds);
            if (at < bad.Length)
            {
                bad[at][pod]++;
            }
        }
    }

    private static long[] Buckets(Scenario scenario, int blocks, RandomStream random)
    {
        if (scenario.Latency is not { } latency || blocks == 0)
        {
            return [];
        }

        var requests = scenario.RequestsPerSecond * History.BlockSeconds * blocks;
        return [.. latency.Shares(1).Select(share => share > 0 ? (long)PoissonTable.Of(requests * share).Draw(random) : 0)];
    }

    private static long[][] Empty(int blocks, int pods) => [.. Enumerable.Range(0, blocks).Select(_ => new long[pods])];
}
