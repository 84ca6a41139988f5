namespace Sluice.ManifestBenchmarks;

/// <summary>One rendering.</summary>
/// <param name="Objects">How many objects came out.</param>
/// <param name="Took">How long it took.</param>
internal sealed record Rendering(int Objects, TimeSpan Took)
{
    public static TimeSpan Median(IEnumerable<Rendering> rounds)
    {
        List<TimeSpan> sorted = [.. rounds.Select(round => round.Took).Order()];
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }

    /// <summary>Renders and takes the time.</summary>
    public static Rendering Of(Func<int> render)
    {
        var start = TimeProvider.System.GetTimestamp();
        var objects = render();
        return new Rendering(objects, TimeProvider.System.GetElapsedTime(start));
    }
}
