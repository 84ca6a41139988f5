using Sluice.Load;

namespace Sluice.EndToEnd.Harness;

/// <summary>Users who come by the clock, whatever happens to those before them: half of them new, half of them on connections that they keep.</summary>
internal static class Traffic
{
    /// <summary>Sends until it is ended.</summary>
    /// <param name="service">Address of the service.</param>
    /// <param name="path">What is asked for.</param>
    /// <param name="rate">Requests per second of both kinds together.</param>
    public static RunningLoad Start(Uri service, string path, double rate = 50) =>
        RunningLoad.Start(new LoadPlan(new Uri(service, path), rate, TimeSpan.FromMinutes(10)), TimeProvider.System);

    /// <summary>Sends a number of requests and nothing else; gives how many of them each revision answered.</summary>
    public static async Task<IReadOnlyDictionary<string, long>> SharesAsync(Uri service, string path, int requests)
    {
        const double PerSecond = 500;
        await using var load = RunningLoad.Start(new LoadPlan(new Uri(service, path), PerSecond, TimeSpan.FromSeconds(requests / PerSecond)), TimeProvider.System);
        var report = await load.WholeAsync();
        LostNothing(report, atLeast: requests / 2 - 1);
        return report.Revisions.ToDictionary(answers => answers.Revision, answers => answers.Answers);
    }

    /// <summary>Waits until so many requests have ended.</summary>
    public static async Task UntilAsync(this RunningLoad load, long requests)
    {
        while (load.Progress.Ended < requests)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }
    }

    /// <summary>Asserts that no request failed, and that there were enough of both kinds to say so.</summary>
    public static void LostNothing(LoadReport report, long atLeast)
    {
        foreach (var use in new[] { ConnectionUse.New, ConnectionUse.KeptAlive })
        {
            Assert.True(report[use] is { Failed: 0 } kind && kind.Sent >= atLeast, string.Join('\n', LoadLines.Describe($"at least {atLeast} of each kind", report)));
        }
    }
}
