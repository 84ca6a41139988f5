using System.Text;
using Sluice.GateBenchmarks.Judging;
using Sluice.GateBenchmarks.Measuring;

namespace Sluice.GateBenchmarks.Reporting;

/// <summary>The figures as a page.</summary>
internal static class MarkdownReport
{
    public static string Write(Figures figures, RunCounts counts, string command, ulong seed, string plot)
    {
        var text = new StringBuilder();
        text.Append(
            $"""
            # The metric gate in figures

            Our gate and what others do, on the same simulated traffic. Made by

                {command}

            with seed {seed}; the numbers do not depend on the number of threads. 50 requests/s, 10 % of them at the candidate, the baseline fails
            0.5 % of its requests, a look every 5 s for an hour. *Independent*: each request fails by itself. *Clustered*: a cause fails requests of one pod,
            geometric with mean 3, over up to 10 s, and a factor common to both sides drifts (σ = 0.3 of its logarithm, remembered for 5 min).
            Before the rollout the baseline's nine pods were watched for a day; that is where our gate's κ̂ comes from.
            Brackets hold 95 % Monte-Carlo intervals: order statistics for medians, Clopper and Pearson for shares. A dash is never, within the hour.

            *This gate (κ̂)* tests "not worse at all" (`delta: 0`) and bets on blocks of 20 s (`blockSeconds: 20`); by default 0.1 percentage points more errors count as
            not worse, and blocks are 30 s, which suits errors that cluster over longer.


            """);
        text.Append("## Seconds to rollback, and false rollbacks\n\n");
        text.Append(FormattableString.Invariant(
            $"Median of {counts.Detection} runs; false rollbacks of {counts.Null} runs of our gate and {counts.PeerNull} of each other.\n"));
        foreach (var isClustered in new[] { false, true })
        {
            text.Append(isClustered ? "\nClustered:\n\n" : "\nIndependent:\n\n").Append(MainTable(figures, isClustered));
        }

        text.Append($"\n![Seconds to rollback by the candidate's error rate]({plot})\n");
        text.Append("\n## Against the information bound\n\nNo gate with α = 1 % detects faster on average than ln(1/α)/KL. Independent failures, a look every second; medians lie below means, for now and then it takes long.\n\n")
            .Append(BoundTable(figures))
            .Append(FormattableString.Invariant($"\n## By what was known about the baseline\n\nκ̂, the size of clusters that is reckoned with, comes from watching the baseline's pods. φ̂ of half an hour is reckoned a quarter higher, that of longer by less, as its standard error falls. {counts.History} runs each of our gate (κ̂).\n\n"))
            .Append(HistoryTable(figures))
            .Append(FormattableString.Invariant($"\n## Other situations\n\nCandidate alike: share of false rollbacks. Else median seconds to rollback, after the candidate turned bad, and the share of runs that were rolled back within the hour. {counts.Situation} runs each.\n\n"))
            .Append(SituationTable(figures))
            .Append(FormattableString.Invariant($"\n## Ramps that each judge drives by itself\n\n5 → 25 → 50 → 95 % of traffic; each judge says when the candidate gets more. Within an hour: the share that got through and its median seconds, the share that was rolled back and its median seconds, and the median number of the candidate's requests that failed until then. {counts.Ramp} runs each.\n\n"))
            .Append(RampTable(figures))
            .Append("\n## Cost\n\n")
            .Append(FormattableString.Invariant($"A sample of {figures.Cost.Metrics} metrics × 4 steps costs our gate {figures.Cost.Nanoseconds:0} ns (dearest step, median of ten rounds) and allocates {figures.Cost.Bytes:0} bytes.\n"))
            .Append("\n## Figures to reach\n\n")
            .Append(TargetTable(figures));
        return text.ToString();
    }

    private static Table MainTable(Figures figures, bool isClustered)
    {
        var columns = figures.Main.Where(column => column.IsClustered == isClustered).ToList();
        var table = new Table(["", .. columns.Select(column => column.IsNull ? "false rollbacks" : Text.Percent(column.CandidateErrors))]);
        for (var judge = 0; judge < Judges.All.Count; judge++)
        {
            table.Add(
            [
                Judges.All[judge].Name,
                .. columns.Select(column => column.IsNull ? Text.Share(column.Judges[judge].RolledBack) : Text.Median(column.Judges[judge].RollbackSeconds)),
            ]);
        }

        return table.Add(
            ["to reach", .. columns.Select(column => column.IsNull ? "≤ 1 %" : Text.Seconds(Targets.Seconds(isClustered, column.CandidateErrors)))]);
    }

    private static Table BoundTable(Figures figures)
    {
        var table = new Table(
        [
            "candidate", "bound, s",
            .. figures.Bounds[0].Judges.SelectMany(judge => new[] { $"{judge.Judge}: median, times the bound", "mean, times" }),
        ]);
        foreach (var figure in figures.Bounds)
        {
            table.Add(
            [
                Text.Percent(figure.CandidateErrors),
                Text.Number(figure.BoundSeconds, "0.0"),
                .. figure.Judges.SelectMany(judge => new[]
                {
                    Text.Ratio(judge.RollbackSeconds, figure.BoundSeconds),
                    double.IsFinite(judge.MeanRollbackSeconds) ? Text.Number(judge.MeanRollbackSeconds / figure.BoundSeconds, "0.00") : "–",
                }),
            ]);
        }

        return table;
    }

    private static Table HistoryTable(Figures figures)
    {
        var table = new Table(["watched for", "", .. Scenarios.Rates.Select(Text.Percent), "false rollbacks"]);
        foreach (var figure in figures.Histories)
        {
            table.Add(
            [
                figure.Name,
                figure.IsClustered ? "clustered" : "independent",
                .. figure.Rates.SkipLast(1).Select(rate => Text.Median(rate.RollbackSeconds)),
                Text.Share(figure.Rates[^1].RolledBack),
            ]);
        }

        return table;
    }

    private static Table SituationTable(Figures figures)
    {
        var table = new Table(["", .. Judges.All.Select(judge => judge.Name)]);
        foreach (var figure in figures.Situations)
        {
            table.Add([figure.Name, .. figure.Judges.Select(judge => SituationCell(figure, judge))]);
        }

        return table;
    }

    private static string SituationCell(SituationFigure figure, Outcomes outcomes)
    {
        if (figure.Scenario.IsNull)
        {
            return Text.Share(outcomes.RolledBack);
        }

        var from = figure.Scenario.WorseFromSecond;
        var early = outcomes.Runs.Count(run => run.RolledBackAt <= from);
        List<double> after = [.. outcomes.Runs.Where(run => run.RolledBackAt > from).Select(run => run.RolledBackAt - from)];
        var found = after.Count(double.IsFinite);
        return (after.Count == 0 ? "–" : $"{Text.Median(MedianInterval.Of(after))}, {Text.Percent(Math.Round((double)found / outcomes.Runs.Count, 3))}")
            + (early > 0 ? $"; before: {Text.Percent(Math.Round((double)early / outcomes.Runs.Count, 3))}" : "");
    }

    private static Table RampTable(Figures figures)
    {
        var table = new Table("candidate", "judge", "got through", "after, s", "rolled back", "after, s", "candidate's failed requests");
        foreach (var figure in figures.Ramps)
        {
            foreach (var outcomes in figure.Judges)
            {
                table.Add(
                    $"{(figure.IsClustered ? "clustered" : "independent")}, {(figure.CandidateErrors <= 0.005 ? "alike" : Text.Percent(figure.CandidateErrors))}",
                    outcomes.Judge,
                    Text.Share(outcomes.Completed),
                    MedianOf(outcomes.Runs.Select(run => run.CompletedAt)),
                    Text.Share(outcomes.RolledBack),
                    MedianOf(outcomes.Runs.Select(run => run.RolledBackAt)),
                    Text.Median(outcomes.CandidateBad));
            }
        }

        return table;
    }

    /// <summary>Of those runs that got there at all.</summary>
    private static string MedianOf(IEnumerable<double> seconds)
    {
        List<double> finite = [.. seconds.Where(double.IsFinite)];
        return finite.Count == 0 ? "–" : Text.Median(MedianInterval.Of(finite));
    }

    private static Table TargetTable(Figures figures)
    {
        var table = new Table("", "to reach", "measured", "");
        foreach (var target in Targets.Of(figures))
        {
            table.Add(target.Name, target.Wanted, target.Measured, target.IsMet ? "met" : "missed");
        }

        return table;
    }
}
