using System.Globalization;
using System.Text.RegularExpressions;
using Sluice.DeployBenchmarks;

namespace Sluice.RolloutBenchmarks;

/// <summary>What the steps of a canary cost apart from what they wait for: five of them, without dwell and gate, the pods of all of them started for the first.</summary>
internal static class Steps
{
    private const int Count = 5;

    private static readonly TimeSpan s_target = TimeSpan.FromSeconds(2);

    /// <summary>From the first weight to the promotion.</summary>
    public static async Task<IReadOnlyList<Figure>> TimeAsync(Beta beta, Place place, int rounds)
    {
        beta.Treat("five", "gateway-api", "none");
        var times = new List<TimeSpan>();
        for (var round = 0; round < rounds; round++)
        {
            var journal = await RolloutAsync(beta, place);
            times.Add(journal.Promoted - journal.First);
        }

        return [Figure.Of("canary of five steps without dwell, router `gateway-api`: first weight to promoted, its pods being ready before", times, s_target)];
    }

    /// <summary>How many requests the API gets for a step, with few pods and with many.</summary>
    public static async Task<IReadOnlyList<Figure>> RequestsAsync(Beta beta, Place place)
    {
        beta.Treat("five", "gateway-api", "none");
        var counts = new List<double>();
        foreach (var pods in new[] { 1, 10 })
        {
            beta.Scale(pods);
            await beta.RunAsync(0, "DeployBeta");
            await using var door = await CountingDoor.OpenAsync(await place.KubeconfigAsync());
            var journal = await RolloutAsync(beta, place, $"candidate {pods} pod");
            counts.Add(door.Between(journal.First, journal.Promoted) / (double)Count);
        }

        return
        [
            new Figure(
                "requests to the API for a step of that canary",
                string.Create(CultureInfo.InvariantCulture, $"{counts[0]:0.0} with 1 pod, {counts[1]:0.0} with 10 pods"),
                "the same, within a quarter",
                counts[1] <= 1.25 * counts[0]),
        ];
    }

    private static async Task<Journal> RolloutAsync(Beta beta, Place place, string says = "")
    {
        beta.Change();
        var heard = new HeardLines();
        await beta.RunAsync(0, heard.Add, "DeployBeta");
        _ = heard.At(Regex.Escape(says));
        var journal = await Journal.ReadAsync(await place.KubeconfigAsync());
        return journal.Weights >= Count ? journal : throw new InvalidOperationException($"There were {journal.Weights} weights instead of {Count}.");
    }
}
