using Sluice.Analysis.Evidence;
using Sluice.Model.Gates;

namespace Sluice.Analysis;

/// <summary>What a step needs before a candidate that is as good as stable can pass it.</summary>
/// <param name="CandidateRequests">So many requests to the candidate, about; infinite where none are enough.</param>
/// <param name="Reason">The metric that takes the most; where none are enough, why.</param>
public readonly record struct StepNeed(double CandidateRequests, string Reason);

/// <summary>Says before a rollout how much traffic an evidence gate needs in each step. Pure.</summary>
public static class StepNeeds
{
    /// <summary>Fewer requests of stable say nothing about its rate …</summary>
    private const double Known = 20;

    /// <summary>… and then it is taken for that of an ordinary service.</summary>
    private const double UsualErrors = 0.005;

    private const double UsualLatency = 0.05;

    /// <summary>One for each step of the context.</summary>
    /// <param name="gate">The gate.</param>
    /// <param name="context">The steps, and what is known about stable.</param>
    /// <param name="requestsPerSecond">Requests to the service, 0 or more.</param>
    public static IReadOnlyList<StepNeed> Of(EvidenceGate gate, GateContext context, double requestsPerSecond)
    {
        var settings = new EvidenceSettings(gate, context);
        return [.. settings.Steps.Select((step, number) => Of(settings, number, requestsPerSecond * step.Weight / 100))];
    }

    private static StepNeed Of(EvidenceSettings settings, int step, double candidateRate)
    {
        var isLast = settings.Steps[step].Weight >= 100;
        var measure = isLast && settings.HasObjective ? Measure.Objective
            : settings.Definition.LowTraffic is { } low && candidateRate < low.Below ? settings.MeasureOfTrickle
            : Measure.Margin;
        if (isLast && measure != Measure.Objective && settings.Definition.Rho0 != 0)
        {
            return new StepNeed(double.PositiveInfinity, "stable has no traffic left to compare with, and the gate has no slo to hold the candidate to");
        }

        var need = new StepNeed(0, "");
        foreach (var (metric, usual) in Metrics(settings))
        {
            if ((measure != Measure.Objective || metric.Objective > 0) && Of(settings, metric, usual, step, measure) is var one && one.CandidateRequests > need.CandidateRequests)
            {
                need = one;
            }
        }

        return need;
    }

    private static StepNeed Of(EvidenceSettings settings, MetricSettings metric, double usual, int step, Measure measure)
    {
        var rate = metric.Prior.Requests >= Known ? (0.5 + metric.Prior.Bad) / (1 + metric.Prior.Requests) : usual;
        var margin = measure == Measure.Objective ? metric.Objective - rate
            : ((measure == Measure.WideMargin ? metric.WideMargins ?? metric.Margins : metric.Margins)[step]) + ((metric.Rho0 - 1) * rate);
        return margin > 0
            ? new StepNeed(Math.Ceiling(Forecast.RequestsToPass(rate, margin, settings.Definition.AlphaPromote, metric.Kappa)), metric.Name)
            : new StepNeed(double.PositiveInfinity, $"{metric.Name}: stable itself is above what a candidate is held to");
    }

    private static IEnumerable<(MetricSettings Metric, double Usual)> Metrics(EvidenceSettings settings)
    {
        if (settings.JudgesErrors)
        {
            yield return (settings.Errors, UsualErrors);
        }

        if (settings.JudgesLatency)
        {
            var history = settings.Context.History;
            double[] watched = settings.Definition.Latency!.Bounds is { Count: > 0 } given ? [.. given.Select(bound => bound.TotalSeconds)]
                : history is { Bounds.Count: > 0, Latency.Requests: >= Known } ? [.. LatencyBounds.Select([.. history.Bounds], history.Latency).Select(index => history.Bounds[index])]
                : [];
            foreach (var bound in watched)
            {
                yield return (settings.Latency(bound, watched.Length), UsualLatency);
            }
        }
    }
}
