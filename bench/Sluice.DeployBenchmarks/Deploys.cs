namespace Sluice.DeployBenchmarks;

/// <summary>How long a developer waits.</summary>
internal static class Deploys
{
    private const string Source = "samples/pcbench/backend/BenchmarkCatalogue.cs";

    /// <summary>Nothing has changed.</summary>
    public static async Task<IReadOnlyList<Figure>> UnchangedAsync(Place place, int rounds)
    {
        var times = new List<TimeSpan>();
        for (var round = 0; round < rounds; round++)
        {
            times.Add((await place.BuildAsync("DeployStage")).Expect(0).Took);
        }

        return [Figure.Of("unchanged `DeployStage`", times, TimeSpan.FromSeconds(3))];
    }

    /// <summary>One line of backend is another one.</summary>
    public static async Task<IReadOnlyList<Figure>> EditAsync(Place place, int rounds)
    {
        var (serving, own) = (new List<TimeSpan>(), new List<TimeSpan>());
        var asked = new Uri(await place.UrlAsync("backend"), "/api/benchmarks");
        var name = "Aster 4";
        for (var round = 0; round < rounds; round++)
        {
            var next = $"Aster {round + 100}";
            place.Edit(Source, $"\"{name}\"", $"\"{next}\"");
            name = next;
            var seen = SeesAsync(asked, next);
            var run = (await place.BuildAsync("DeployStage")).Expect(0);
            serving.Add(await seen);
            own.Add(run.Took - run.Compile - run.PodStart - run.Proving);
        }

        return
        [
            Figure.Of("one-line edit to serving", serving, TimeSpan.FromSeconds(12)),
            Figure.Of("of a deploy after an edit, Sluice's own part (not compiling, not pods starting, not the second that they have to stay ready)", own, TimeSpan.FromSeconds(1)),
        ];
    }

    /// <summary>Asks until the answer has a text in it; how long that took.</summary>
    private static async Task<TimeSpan> SeesAsync(Uri asked, string text)
    {
        var begun = TimeProvider.System.GetTimestamp();
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, PooledConnectionLifetime = TimeSpan.Zero });
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!(await http.GetStringAsync(asked)).Contains(text, StringComparison.Ordinal))
        {
            await timer.WaitForNextTickAsync();
        }

        return TimeProvider.System.GetElapsedTime(begun);
    }
}
