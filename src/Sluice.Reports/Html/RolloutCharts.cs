using Sluice.Reports.Rollouts;
using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Events;
using Sluice.Rollouts.Machine;

namespace Sluice.Reports.Html;

/// <summary>What is plotted of a rollout: traffic, error rates with their bands, evidence. Pure.</summary>
public static class RolloutCharts
{
    /// <summary>Points of one line; more cannot be told apart.</summary>
    public const int MaximumPoints = 400;

    /// <summary>Two-sided 95 %.</summary>
    private const double Z = 1.959963984540054;

    /// <summary>The services of a rollout, in the order of its plan; none where there was no rollout.</summary>
    public static IReadOnlyList<string> Services(DeployReport report) => [.. Pictures(report).Take(1).SelectMany(one => one.Picture.Lanes).Select(lane => lane.Service)];

    /// <summary>The charts of one service; those that have nothing to show are left out.</summary>
    public static IReadOnlyList<Chart> Of(DeployReport report, string service)
    {
        var seen = Thin([.. Pictures(report).Select(one => (one.At, Lane: one.Picture.Lanes.FirstOrDefault(lane => lane.Service == service))).Where(one => one.Lane is not null)]);
        var traffic = seen.Select(one => (one.At, Share: one.Lane!.Seen?.Served ?? one.Lane.Seen?.Weight)).Where(one => one.Share is not null).Select(one => new ChartPoint(one.At, one.Share!.Value)).ToList();
        var gates = seen.Where(one => one.Lane!.Gate is not null).Select(one => (one.At, Gate: one.Lane!.Gate!)).ToList();
        List<ChartPoint> candidate = [.. gates.Select(one => Rate(one.At, one.Gate.CandidateRequests, one.Gate.CandidateBad)).OfType<ChartPoint>()];
        List<ChartPoint> stable = [.. gates.Select(one => Rate(one.At, one.Gate.StableRequests, one.Gate.StableBad)).OfType<ChartPoint>()];
        List<ChartPoint> pass = [.. gates.Where(one => one.Gate.ToPass is not null).Select(one => new ChartPoint(one.At, Math.Clamp(one.Gate.ToPass!.Value, 0, 1)))];
        List<ChartPoint> back = [.. gates.Where(one => one.Gate.ToRollback is not null).Select(one => new ChartPoint(one.At, Math.Clamp(one.Gate.ToRollback!.Value, 0, 1)))];
        // Bands of few requests are wide; the axis is the rates'.
        var top = Math.Clamp(candidate.Concat(stable).Select(point => point.Value).DefaultIfEmpty(0).Max() * 1.6, 0.01, 1);
        Chart[] charts =
        [
            new("Traffic of the candidate, as it was really served", 100, RolloutWording.Percent, [new ChartSeries("candidate", "candidate", traffic) { IsFilledStep = true }]),
            new("Requests that went wrong, of all since the gate began to look, with 95 % bands", top, value => RolloutWording.Percent(100 * value), [new ChartSeries("stable", "stable", stable), new ChartSeries("candidate", "candidate", candidate)]),
            new("Evidence of the gate, as a part of what it takes", 1, value => RolloutWording.Percent(100 * value), [new ChartSeries("to pass", "pass", pass), new ChartSeries("to go back", "back", back)]) { Bound = 1 },
        ];
        return [.. charts.Select(chart => chart with { Series = [.. chart.Series.Where(series => series.Points.Count > 0)] }).Where(chart => chart.Series.Count > 0)];
    }

    /// <summary>When steps of a service began, and when the whole was held or turned back.</summary>
    public static IReadOnlyList<ChartMark> Marks(DeployReport report, string service)
    {
        var marks = new List<ChartMark>();
        var last = "";
        foreach (var (at, picture) in Pictures(report))
        {
            var state = picture.State;
            var index = state.Plan.Services.ToList().FindIndex(plan => plan.Service == service);
            if (index < 0 || state.Phase > RolloutPhase.Returning || state.Services[index] is not { Phase: not ServicePhase.Waiting } one)
            {
                continue;
            }

            var text = state.Phase == RolloutPhase.Running ? RolloutWording.Step(state.Plan.Services[index].Steps[one.Step]) : RolloutWording.Phase(state.Phase);
            if (text != last)
            {
                last = text;
                marks.Add(new ChartMark(at, text));
            }
        }

        return marks;
    }

    /// <summary>A rate with its Wilson score interval (E. B. Wilson, 1927); <see langword="null"/> without requests.</summary>
    internal static ChartPoint? Rate(TimeSpan at, double requests, double bad)
    {
        if (requests <= 0)
        {
            return null;
        }

        var rate = Math.Clamp(bad / requests, 0, 1);
        var scale = 1 + (Z * Z / requests);
        var centre = (rate + (Z * Z / (2 * requests))) / scale;
        var half = Z / scale * Math.Sqrt((rate * (1 - rate) / requests) + (Z * Z / (4 * requests * requests)));
        return new ChartPoint(at, rate, Math.Max(centre - half, 0), Math.Min(centre + half, 1));
    }

    private static IEnumerable<(TimeSpan At, RolloutPicture Picture)> Pictures(DeployReport report) =>
        report.Events.Where(one => one.Event is DeployEvent.RolloutSeen).Select(one => (At: one.At > report.StartedAt ? one.At - report.StartedAt : TimeSpan.Zero, ((DeployEvent.RolloutSeen)one.Event).Picture));

    /// <summary>The first, the last, and of the others as many as can be told apart; where the share changes, all.</summary>
    private static IReadOnlyList<(TimeSpan At, LanePicture? Lane)> Thin(IReadOnlyList<(TimeSpan At, LanePicture? Lane)> all)
    {
        var every = Math.Max(1, (int)Math.Ceiling(all.Count / (double)MaximumPoints));
        return [.. all.Where((one, index) => index % every == 0 || index == all.Count - 1 || one.Lane!.Seen?.Weight != all[index - 1].Lane!.Seen?.Weight)];
    }
}
