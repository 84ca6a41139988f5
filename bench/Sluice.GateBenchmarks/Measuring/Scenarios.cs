using Sluice.GateBenchmarks.Simulation;

namespace Sluice.GateBenchmarks.Measuring;

/// <summary>A row of the table of situations.</summary>
/// <param name="Name">As printed.</param>
internal sealed record Situation(string Name, Scenario Scenario);

/// <summary>All that is simulated.</summary>
internal static class Scenarios
{
    /// <summary>The candidate's error rates of the main table.</summary>
    public static IReadOnlyList<double> Rates { get; } = [0.01, 0.02, 0.05, 0.20];

    public static IReadOnlyList<double> RampWeights { get; } = [0.05, 0.25, 0.50, 0.95];

    /// <summary>A cell of the main table; at the baseline's rate: its column of false rollbacks.</summary>
    public static Scenario MainTable(bool isClustered, double candidateErrors) =>
        new(Name($"main {(isClustered ? "clustered" : "independent")} {candidateErrors}"), candidateErrors)
        {
            Clustering = isClustered ? Clustering.Usual : Clustering.None,
        };

    /// <summary>How long the baseline may have been watched before.</summary>
    public static IReadOnlyList<(string Name, double Seconds)> Histories { get; } =
        [("not at all, κ = 3", 0), ("30 min", 1800), ("6 h", 21_600), ("a day", 86_400)];

    public static Scenario After(double historySeconds, bool isClustered, double candidateErrors) => MainTable(isClustered, candidateErrors) with
    {
        Name = Name($"history {historySeconds} {isClustered} {candidateErrors}"),
        HistorySeconds = historySeconds,
    };

    /// <summary>Looks so often that waiting for the next one does not blur the comparison with the bound.</summary>
    public static Scenario ForBound(double candidateErrors) => new(Name($"bound {candidateErrors}"), candidateErrors) { LookEverySeconds = 1 };

    public static Scenario Ramp(bool isClustered, double candidateErrors) =>
        MainTable(isClustered, candidateErrors) with { Name = Name($"ramp {isClustered} {candidateErrors}") };

    public static IReadOnlyList<Situation> Situations { get; } =
    [
        .. Both("three outages of a minute, 20 % of both sides' requests fail", new Scenario("outage", 0)
        {
            Clustering = Clustering.Usual,
            Outages = [new Outage(600, 60, 0.2), new Outage(1500, 60, 0.2), new Outage(2700, 60, 0.2)],
        }, 0.05),
        .. Both("rare errors: the baseline's rate is 0.01 %", new Scenario("rare", 0) { BaselineErrors = 0.0001 }, 0.001, 0.01),
        .. Both("a baseline without any error", new Scenario("zero", 0) { BaselineErrors = 0 }, 0.001, 0.01),
        .. Both("low traffic: 1 request/s", new Scenario("low", 0) { RequestsPerSecond = 1 }, 0.05, 0.20),
        .. Both("ramp by the clock: 5 → 25 → 50 → 95 %, a quarter of an hour each", Clocked("clocked"), 0.01, 0.02),
        .. Both("the same, clustered", Clocked("clocked clustered") with { Clustering = Clustering.Usual }, 0.02),
        new("the same, independent, worse only from minute 33 on: 5 %", Clocked("late") with { CandidateErrors = 0.05, WorseFromSecond = 2000 }),
        .. Slower("latency, buckets a fifth apart", LatencyModel.FineBounds),
        .. Slower("latency, Prometheus' default buckets", LatencyModel.DefaultBounds),
    ];

    private static Scenario Clocked(string name) =>
        new(name, 0) { Weights = [.. RampWeights.Select((weight, step) => (900.0 * step, weight))] };

    private static IEnumerable<Situation> Both(string name, Scenario scenario, params double[] worse) =>
    [
        new Situation($"{name}; candidate alike", At(scenario, scenario.BaselineErrors)),
        .. worse.Select(rate => new Situation(Name($"{name}; candidate {100 * rate:0.##} %"), At(scenario, rate))),
    ];

    private static Scenario At(Scenario scenario, double rate) => scenario with { Name = Name($"{scenario.Name} {rate}"), CandidateErrors = rate };

    private static IEnumerable<Situation> Slower(string name, IReadOnlyList<double> bounds) =>
        new[] { 1, 1.3, 1.6 }.Select(factor => new Situation(
            factor == 1 ? $"{name}; candidate alike" : Name($"{name}; all requests {factor:0.0} times slower"),
            new Scenario(Name($"latency {bounds.Count} {factor}"), 0.005) { Latency = new LatencyModel(bounds, factor) }));

    private static string Name(FormattableString text) => FormattableString.Invariant(text);
}
