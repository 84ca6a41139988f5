using System.Globalization;
using Sluice.Load;

namespace Sluice.DeployBenchmarks;

/// <summary>Requests that users lose.</summary>
internal static class Losses
{
    private const long Enough = 10_000;
    private const double PerSecond = 800;

    /// <summary>While a new revision takes over.</summary>
    public static Task<IReadOnlyList<Figure>> UpdateAsync(Place place)
    {
        place.Configure("backend", "VARIANT", "next");
        return UnderLoadAsync(place, "a rolling update", 0);
    }

    /// <summary>While a release fails and the one before comes back: frontend crashes when backend is through.</summary>
    public static Task<IReadOnlyList<Figure>> ReturnAsync(Place place)
    {
        place.Configure("backend", "COLOUR", "green");
        place.Configure("frontend", "FAULT_CRASH_AFTER_SECONDS", "0");
        return UnderLoadAsync(place, "an automatic return", 3);
    }

    private static async Task<IReadOnlyList<Figure>> UnderLoadAsync(Place place, string during, int exitCode)
    {
        var asked = new Uri(await place.UrlAsync("backend"), "/api/benchmarks");
        await using var load = RunningLoad.Start(new LoadPlan(asked, PerSecond, TimeSpan.FromMinutes(10)), TimeProvider.System);
        (await place.BuildAsync("DeployStage")).Expect(exitCode);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (load.Progress.Ended <= 2 * Enough)
        {
            await timer.WaitForNextTickAsync();
        }

        var report = await load.EndAsync();
        return
        [
            .. report.Uses.Select(use => new Figure(
                $"requests lost in {during}, {(use.Use == ConnectionUse.New ? "new" : "kept")} connections",
                string.Create(CultureInfo.InvariantCulture, $"{use.Failed} of {use.Sent}{Reasons(use)}, {report.Revisions.Count} revisions answered, p99 {use.Latency!.P99.TotalMilliseconds:0.0} ms"),
                string.Create(CultureInfo.InvariantCulture, $"0 of ≥ {Enough}"),
                use.Failed == 0 && use.Sent >= Enough)),
        ];
    }

    private static string Reasons(UseReport use) => use.Failures.Count == 0 ? "" : $" ({string.Join(", ", use.Failures.Select(failure => failure.Reason))})";
}
