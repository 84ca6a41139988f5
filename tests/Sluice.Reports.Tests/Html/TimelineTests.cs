using Sluice.Reports.Html;

namespace Sluice.Reports.Tests.Html;

public sealed class TimelineTests
{
    [Fact]
    public void Of_ReturnedRelease_HasPhasesAndServicesOfBothWays()
    {
        var bars = Timeline.Of(SampleReports.Returned()).Select(bar => (bar.Label, bar.Start.TotalSeconds, bar.End.TotalSeconds, bar.Kind));

        Assert.Equal(
            [
                ("Check the objects", 0.1, 0.5, BarKind.Phase),
                ("Apply the objects", 0.5, 0.6, BarKind.Phase),
                ("Wait for backend and frontend", 0.6, 4.2, BarKind.Phase),
                ("backend", 0.6, 4.3, BarKind.Failed),
                ("frontend", 0.6, 3.4, BarKind.Ready),
                ("Record and clear up", 4.2, 4.4, BarKind.Phase),
                ("Go back to release 7 (1.4.0)", 4.4, 4.8, BarKind.Phase),
                ("Apply the objects", 4.8, 5, BarKind.Phase),
                ("Wait for backend", 5, 7.2, BarKind.Phase),
                ("backend", 5, 7, BarKind.Ready),
                ("Ask the services", 7.2, 7.4, BarKind.Phase),
                ("Record and clear up", 7.4, 7.5, BarKind.Phase),
            ],
            bars);
    }

    [Fact]
    public void Of_FailureThatNoEventTells_EndsTheServiceWithTheDeploy()
    {
        var report = SampleReports.Returned();
        var cut = report with { Events = [.. report.Events.Where(one => one.At < SampleReports.Start.AddSeconds(4))], EndedAt = SampleReports.Start.AddSeconds(5) };

        Assert.Contains(new TimelineBar("backend", TimeSpan.FromSeconds(0.6), TimeSpan.FromSeconds(5), BarKind.Failed), Timeline.Of(cut));
        Assert.Contains(new TimelineBar("backend", TimeSpan.FromSeconds(0.6), TimeSpan.FromSeconds(5), BarKind.Cut), Timeline.Of(cut with { Failures = [] }));
    }
}
