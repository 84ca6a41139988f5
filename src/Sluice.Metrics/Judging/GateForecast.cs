using System.Globalization;
using Sluice.Analysis;
using Sluice.Model;
using Sluice.Model.Environments;
using Sluice.Model.Gates;
using Sluice.Model.Strategies;
using Sluice.Rollouts.Machine;

namespace Sluice.Metrics.Judging;

/// <summary>What is said of a gate before a rollout.</summary>
/// <param name="Text">A line for people.</param>
/// <param name="IsWarning">Whether the gate will not decide.</param>
public sealed record GateOutlook(string Text, bool IsWarning = false);

/// <summary>Says before a rollout how long its gates take at the traffic there is, and which of them cannot decide in time. Pure.</summary>
public static class GateForecast
{
    /// <summary>A line for the service, and one for each step that will not be decided; nothing where no gate counts requests.</summary>
    /// <param name="placement">The service in its environment.</param>
    /// <param name="replicas">Pods that its manifest asks for, at least 1.</param>
    /// <param name="traffic">The traffic that is reckoned with.</param>
    public static IReadOnlyList<GateOutlook> Of(ServicePlacement placement, int replicas, ServedTraffic traffic)
    {
        if (placement.Strategy is RollingStrategy)
        {
            // How long both sides serve there is up to the cluster.
            return [];
        }

        var steps = GateSteps.Of(placement, replicas);
        var plan = PlanBuilder.Of(placement, 0, replicas).Steps;
        var at = $"at {Number(traffic.RequestsPerSecond)} requests per second {traffic.Origin}";
        var parts = new List<string>();
        var warnings = new List<GateOutlook>();
        for (var number = 0; number < plan.Count; number++)
        {
            if (steps.Find(number) is not { } gated || Need(gated, steps.All, traffic) is not { } need)
            {
                continue;
            }

            var step = plan[number];
            var perSecond = traffic.RequestsPerSecond * step.Weight / 100;
            var takes = need.CandidateRequests / perSecond;
            var deadline = step.Deadline ?? TimeSpan.MaxValue;
            var where = $"{placement.Service} at {step.Weight.ToString(CultureInfo.InvariantCulture)} %";
            if (gated.Gate is ThresholdGate looks && perSecond * looks.Interval.TotalSeconds < looks.MinimumRequests)
            {
                warnings.Add(new GateOutlook(
                    $"{where}: this gate ({looks.Name}) will not decide within the deadline {at}: a look every {DurationText.Format(looks.Interval)} sees about {Number(perSecond * looks.Interval.TotalSeconds)} requests of the candidate, and counts from {looks.MinimumRequests.ToString(CultureInfo.InvariantCulture)} on. A longer interval, a smaller minimumRequests or more weight helps.", true));
            }
            else if (double.IsInfinity(need.CandidateRequests))
            {
                warnings.Add(new GateOutlook($"{where}: this gate ({gated.Gate.Name}) will not decide: {need.Reason}.", true));
            }
            else if (perSecond <= 0 || takes > deadline.TotalSeconds)
            {
                warnings.Add(new GateOutlook(
                    $"{where}: this gate ({gated.Gate.Name}) will not decide within the deadline of {DurationText.Format(deadline)} {at}: it needs about {Number(need.CandidateRequests)} requests of the candidate{Reason(need)}{(perSecond > 0 ? $", which take {Time(takes)}" : "")}. More weight, a later deadline, wider margins or lowTraffic helps.", true));
            }
            else
            {
                parts.Add($"{Time(Math.Max(takes, step.Dwell.TotalSeconds))} at {step.Weight.ToString(CultureInfo.InvariantCulture)} % (about {Number(need.CandidateRequests)} requests of the candidate)");
            }
        }

        return parts.Count == 0 ? warnings : [new GateOutlook($"{placement.Service}: {at} the gate takes {string.Join(", ", parts)}"), .. warnings];
    }

    /// <summary>Null for gates that count no requests.</summary>
    private static StepNeed? Need(GatedStep gated, IReadOnlyList<GateStep> steps, ServedTraffic traffic) => gated.Gate switch
    {
        EvidenceGate gate => StepNeeds.Of(gate, new GateContext { Steps = steps, History = traffic.Past }, traffic.RequestsPerSecond)[gated.Index],
        ThresholdGate gate => new StepNeed(gate.MinimumRequests, ""),
        _ => null,
    };

    private static string Reason(StepNeed need) => need.Reason.Length == 0 ? "" : $" ({need.Reason})";

    private static string Number(double value) => value switch
    {
        < 10 => value.ToString("0.##", CultureInfo.InvariantCulture),
        _ => value.ToString("#,0", CultureInfo.InvariantCulture),
    };

    private static string Time(double seconds) => seconds switch
    {
        < 60 => DurationText.Format(TimeSpan.FromSeconds(Math.Ceiling(seconds))),
        < 172_800 => DurationText.Format(TimeSpan.FromMinutes(Math.Ceiling(seconds / 60))),
        _ => $"{Number(Math.Ceiling(seconds / 86_400))} days",
    };
}
