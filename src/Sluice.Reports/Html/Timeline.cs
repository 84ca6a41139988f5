using Sluice.Rollouts.Events;

namespace Sluice.Reports.Html;

/// <summary>Finds when the phases of a deploy, and its services in them, began and ended. Pure.</summary>
public static class Timeline
{
    /// <summary>Phases and the services that were waited for in them, in the order in which they began.</summary>
    public static IReadOnlyList<TimelineBar> Of(DeployReport report)
    {
        var bars = new List<TimelineBar>();
        var phase = -1;
        var open = new Dictionary<string, int>();
        foreach (var (at, what) in report.Events)
        {
            var now = Max(at - report.StartedAt, TimeSpan.Zero);
            if (DeployPhases.Of(what) is { } name && (phase < 0 || bars[phase].Label != name))
            {
                End(phase, now);
                phase = bars.Count;
                bars.Add(new TimelineBar(name, now, now, BarKind.Phase));
            }

            switch (what)
            {
                case DeployEvent.WaitingForReady waiting:
                    EndAll(now);
                    foreach (var service in waiting.Services)
                    {
                        open[service] = bars.Count;
                        bars.Add(new TimelineBar(service, now, now, BarKind.Cut));
                    }

                    break;
                case DeployEvent.ServiceReady ready when open.Remove(ready.Service, out var bar):
                    bars[bar] = bars[bar] with { Kind = BarKind.Ready };
                    End(bar, now);
                    break;
                case DeployEvent.ServiceFailed failed when open.Remove(failed.Failure.Service, out var bar):
                    bars[bar] = bars[bar] with { Kind = BarKind.Failed };
                    End(bar, now);
                    break;
                case DeployEvent.Returning:
                    EndAll(now);
                    break;
                default:
                    break;
            }
        }

        var end = Max(report.EndedAt - report.StartedAt, TimeSpan.Zero);
        End(phase, end);
        foreach (var (service, bar) in open)
        {
            bars[bar] = bars[bar] with { Kind = report.Failures.Any(failure => failure.Service == service) ? BarKind.Failed : BarKind.Cut };
        }

        EndAll(end);
        return bars;

        void EndAll(TimeSpan now)
        {
            foreach (var bar in open.Values)
            {
                End(bar, now);
            }

            open.Clear();
        }

        void End(int bar, TimeSpan now)
        {
            if (bar >= 0)
            {
                bars[bar] = bars[bar] with { End = Max(now, bars[bar].Start) };
            }
        }
    }

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
