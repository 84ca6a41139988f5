using Sluice.Analysis;
using Sluice.Analysis.Evidence;
using Sluice.Model.Gates;

namespace Sluice.Metrics.Replays;

/// <summary>
/// Lets a gate compare stable with itself: its pods are parted in two, in many ways, and one part plays the candidate. Every
/// rollback is a false alarm.
/// </summary>
public static class AaStudy
{
    /// <summary>More ways to part the pods tell the same again.</summary>
    private const int MostSplits = 100;

    /// <summary>The same traffic gives the same report.</summary>
    private const int Seed = 20;

    private const double BlockSeconds = 60;

    /// <summary>Runs the gate over every way to part the pods.</summary>
    /// <param name="definition">The gate.</param>
    /// <param name="recording">At least two pods.</param>
    public static AaReport Run(GateDefinition definition, PodRecording recording)
    {
        var pods = recording.Pods;
        var splits = Splits(pods);
        var blocks = Blocks(recording, pods);
        var history = BaselineFit.Of(blocks) is { } traits ? new GateHistory { ErrorTraits = traits } : null;
        var alarms = splits.Select(candidates => Alarm(definition, history, recording.Split(pod => pods.Contains(pod) ? candidates.Contains(pod) : null))).OfType<double>().Order().ToList();
        Counts[] totals = [.. Enumerable.Range(0, pods.Count).Select(pod => blocks.Aggregate(default(Counts), (sum, block) => sum + block[pod]))];
        var phi = OverDispersion.Phi(blocks);
        var tau = PodLottery.Tau(totals, phi ?? 1);
        var (candidate, stable) = (pods.Count / 2, pods.Count - (pods.Count / 2));
        return new AaReport(pods.Count, splits.Count, alarms)
        {
            Seconds = recording.Rows.Count == 0 ? 0 : recording.Rows[^1].Seconds,
            Totals = totals.Aggregate(default(Counts), (sum, one) => sum + one),
            Phi = phi,
            IsFitted = history is not null,
            Kappa = phi is { } spread ? OverDispersion.Kappa(spread, blocks.Count) : null,
            Tau = tau,
            Rho0 = PodLottery.Rho0(tau, candidate, stable),
        };
    }

    /// <summary>When the gate would have taken the candidate back; <see langword="null"/> for never. It goes on looking after a pass, as a rollout does in its next step.</summary>
    private static double? Alarm(GateDefinition definition, GateHistory? history, Recording recording)
    {
        // The whole recording is one step: what is asked is how often it cries, not whether it can tell in time.
        var gate = GateFactory.Create(definition with { Deadline = TimeSpan.FromSeconds(recording.Rows[^1].Seconds + 1) }, new GateContext { History = history });
        foreach (var row in recording.Rows)
        {
            if (gate.Observe(Replay.Sample(definition, row, 0, recording.CandidateShare)).Decision == Decision.Rollback)
            {
                return row.Seconds;
            }
        }

        return null;
    }

    /// <summary>Halves of the pods, all of them or a sample.</summary>
    internal static IReadOnlyList<HashSet<string>> Splits(IReadOnlyList<string> pods)
    {
        var size = pods.Count / 2;
        if (pods.Count <= 8)
        {
            return [.. Enumerable.Range(0, 1 << pods.Count)
                .Where(mask => int.PopCount(mask) == size)
                .Select(mask => pods.Where((_, index) => (mask >> index & 1) == 1).ToHashSet())];
        }

        var random = new Random(Seed);
        return [.. Enumerable.Range(0, MostSplits).Select(_ => pods.OrderBy(_ => random.Next()).Take(size).ToHashSet())];
    }

    /// <summary>Each pod's counts in blocks of a minute, in the order of the pods.</summary>
    private static List<IReadOnlyList<Counts>> Blocks(PodRecording recording, IReadOnlyList<string> pods) =>
    [
        .. recording.Rows.GroupBy(row => Math.Ceiling(row.Seconds / BlockSeconds)).OrderBy(block => block.Key).Select(block => (IReadOnlyList<Counts>)
        [
            .. pods.Select(pod => block.SelectMany(row => row.Traffic).Where(traffic => traffic.Pod == pod).Aggregate(default(Counts), (sum, traffic) => sum + traffic.Counts)),
        ]),
    ];
}

/// <summary>What a gate makes of stable's own traffic.</summary>
/// <param name="Pods">Pods that were compared.</param>
/// <param name="Splits">Ways to part them that were tried.</param>
/// <param name="AlarmsAtSeconds">When it would have rolled back, for each way in which it would have.</param>
public sealed record AaReport(int Pods, int Splits, IReadOnlyList<double> AlarmsAtSeconds)
{
    /// <summary>How long they were watched.</summary>
    public double Seconds { get; init; }

    /// <summary>All requests and bad ones.</summary>
    public Counts Totals { get; init; }

    /// <summary>Over-dispersion φ̂ of bad answers among pods in blocks of a minute; <see langword="null"/> without bad answers.</summary>
    public double? Phi { get; init; }

    /// <summary>The size of clusters κ̂ that follows.</summary>
    public double? Kappa { get; init; }

    /// <summary>Whether they were watched long enough for the gate to reckon with what was fitted.</summary>
    public bool IsFitted { get; init; }

    /// <summary>How much pods differ by themselves, τ̂.</summary>
    public double Tau { get; init; }

    /// <summary>The ratio of rates that counts as not worse then, for halves of these pods.</summary>
    public double Rho0 { get; init; }
}
