using System.Globalization;

namespace Sluice.Analysis.Evidence;

/// <summary>Puts what an evidence gate knows into words and numbers.</summary>
internal static class EvidenceVerdict
{
    private static readonly double s_million = Math.Log(1e6);

    public static Verdict Of(EvidenceRun run)
    {
        var settings = run.Settings;
        var measure = run.Measure;
        var processes = new List<MetricProcess>();
        if (run.Errors is not null)
        {
            processes.Add(run.Errors);
        }

        processes.AddRange(run.Latency);
        var metrics = processes.ConvertAll(process => Of(process, run, measure));
        var decisive = run.Decision == Decision.Rollback
            ? metrics.MaxBy(metric => Math.Log(metric.Weight!.Value) + metric.LogEvidence!.Value)
            : metrics.Where(metric => metric.Need is not null).MaxBy(metric => metric.Need!.Value.CandidateRequests);
        var verdict = new Verdict(run.Decision, "")
        {
            Gate = settings.Definition.Name,
            Time = run.Time ?? TimeSpan.Zero,
            Step = run.Step,
            Metric = decisive?.Name,
            LogEvidence = run.LogEvidence,
            LogEvidenceBound = settings.LogBound,
            LogPromotionBound = settings.LogPromotionBound,
            Metrics = metrics,
            Need = run.Decision is Decision.Continue or Decision.Inconclusive ? decisive?.Need : null,
            Warnings = [.. WarningsOf(run)],
        };
        return verdict with { Reason = ReasonOf(run, verdict, decisive) };
    }

    private static MetricVerdict Of(MetricProcess process, EvidenceRun run, Measure measure)
    {
        var objective = measure == Measure.Objective;
        var settings = process.Settings;
        var judged = process.Judges(measure);
        var margin = process.Margin(run.Step, measure);
        var log = process.LogPromotion(run.Step, measure);
        var elapsed = (run.Time ?? TimeSpan.Zero) - run.StepBegan;
        var left = Forecast.RequestsLeft(objective ? 0 : process.BaselineRate, margin, settings.Kappa, log, run.Settings.LogPromotionBound);
        var sent = process.StepTotals.Candidate.Requests;
        return new MetricVerdict(settings.Name)
        {
            Candidate = process.Totals.Candidate,
            Baseline = process.Totals.Baseline,
            Ratio = process.HasCompared ? process.Ratio : null,
            Interval = process.HasCompared ? process.Interval : null,
            LogEvidence = process.LogEvidence,
            LogPromotionEvidence = judged ? log : null,
            Margin = judged ? margin : null,
            Weight = settings.Weight,
            Kappa = settings.Kappa,
            Rho0 = objective ? 0 : settings.Rho0,
            Need = judged && left > 0
                ? new Need(left, sent > 0 && elapsed > TimeSpan.Zero ? TimeSpan.FromSeconds(Math.Min(left * elapsed.TotalSeconds / sent, 1e9)) : null)
                : null,
        };
    }

    private static string ReasonOf(EvidenceRun run, Verdict verdict, MetricVerdict? decisive)
    {
        var settings = run.Settings;
        var step = settings.Steps[run.Step];
        var elapsed = verdict.Time - run.StepBegan;
        return run.Decision switch
        {
            Decision.Rollback => Text($"the candidate is worse: {VerdictText.Compared(decisive!)}; chance alone shows so much in less than one of {Math.Exp(Math.Min(run.LogEvidence, s_million)):0} rollouts (one of {1 / settings.Definition.Alpha:0} is enough)"),
            Decision.Pass => Text($"within the margin in every metric after {VerdictText.Duration(elapsed)}"),
            Decision.Inconclusive when verdict.Time - run.SilentSince >= GateTimes.Silence =>
                Text($"the candidate has weight and no request reached it for {VerdictText.Duration(verdict.Time - run.SilentSince!.Value)}"),
            Decision.Inconclusive => Text($"no decision within {VerdictText.Duration(step.Deadline!.Value)}: {Lacking(run, verdict, decisive)}"),
            _ when run.Time is null => "nothing was seen yet",
            _ => Lacking(run, verdict, decisive),
        };
    }

    /// <summary>What stands between here and a pass.</summary>
    private static string Lacking(EvidenceRun run, Verdict verdict, MetricVerdict? decisive)
    {
        var step = run.Settings.Steps[run.Step];
        if (run.SourceProblem is { } problem)
        {
            return $"the metrics could not be read: {problem}";
        }

        if (decisive is { Need: { } need })
        {
            var seen = run.Settings.JudgesErrors ? run.Errors!.Totals.Candidate.Requests : decisive.Candidate.Requests;
            return seen <= 0 ? $"no data of {decisive.Name} yet"
                : Text($"{decisive.Name}: {decisive.Candidate.Requests:0} of about {decisive.Candidate.Requests + need.CandidateRequests:0} candidate requests seen");
        }

        if (run.JudgesLatency && run.Latency.Length == 0)
        {
            return run.LatencyWarning ?? "no durations of stable were seen to choose bounds from";
        }

        return verdict.Metrics.All(metric => metric.LogPromotionEvidence is null) ? "nothing can be judged here"
            : run.Restarted is { } restarted && verdict.Time - restarted < step.Dwell ? "the candidate's containers restart"
            : verdict.Time - run.StepBegan > step.Deadline ? "the evidence came too late"
            : Text($"the step lasts at least {VerdictText.Duration(step.Dwell!.Value)}");
    }

    private static IEnumerable<string> WarningsOf(EvidenceRun run)
    {
        if (run.LatencyWarning is { } warning)
        {
            yield return warning;
        }

        if (run.Restarts > 0)
        {
            yield return Text($"the candidate's containers restarted {run.Restarts} times; errors of a process that dies are not in its own counters");
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
