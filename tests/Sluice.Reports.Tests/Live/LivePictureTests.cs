using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Sluice.Manifests;
using Sluice.Reports.Live;
using Sluice.Rollouts;
using Sluice.Rollouts.Events;
using Sluice.Rollouts.Ledger;
using Spectre.Console;

namespace Sluice.Reports.Tests.Live;

public sealed class LivePictureTests
{
    private static readonly TimeSpan s_now = TimeSpan.FromSeconds(4);

    [Fact]
    public void After_EventsOfAService_FollowItUntilItIsReady()
    {
        var applied = Picture(new DeployEvent.ObjectApplied(new ObjectChange(Deployment("backend"), ChangeKind.Configured)));
        var waiting = applied.After(new DeployEvent.WaitingForReady(0, ["backend"]), TimeSpan.FromSeconds(1));
        var half = waiting.After(new DeployEvent.Progress("backend", 1, 2, 2), TimeSpan.FromSeconds(2));
        var ready = half.After(new DeployEvent.Progress("backend", 2, 2, 2), s_now).After(new DeployEvent.ServiceReady("backend", TimeSpan.FromSeconds(3)), s_now);

        Assert.Equal([new PictureRow(RowKind.Head, "Deploy: Apply the objects", "", "4.0 s"), new PictureRow(RowKind.Waiting, "backend", "its turn comes")], Rows(applied));
        Assert.Equal(new PictureRow(RowKind.Starting, "backend", "starting", "3.0 s"), Rows(waiting)[1]);
        Assert.Equal(new PictureRow(RowKind.Starting, "backend", "1 of 2 ready", "3.0 s"), Rows(half)[1]);
        Assert.Equal([new PictureRow(RowKind.Head, "Deploy: Wait for backend", "", "4.0 s"), new PictureRow(RowKind.Ready, "backend", "2 of 2 ready", "3.0 s")], Rows(ready));
    }

    [Fact]
    public void After_AFailingPod_ShowsPodReasonAndLog()
    {
        var failure = new ReadinessFailure("backend", "backend-1", "backend", "CrashLoopBackOff", "it ended with code 1", "", [], []);
        var picture = Picture(
            new DeployEvent.WaitingForReady(0, ["backend"]),
            new DeployEvent.PodChanged("backend", "backend-0", "Ready", ""),
            new DeployEvent.PodChanged("backend", "backend-1", "Error", ""),
            new DeployEvent.PodChanged("backend", "backend-1", "CrashLoopBackOff", "back-off 10s"),
            new DeployEvent.LogLine("backend", "backend-1", "\u001b[2Jno such table"),
            new DeployEvent.ServiceFailed(failure));

        Assert.Equal(
            [
                new PictureRow(RowKind.Failed, "backend", "CrashLoopBackOff: it ended with code 1"),
                new PictureRow(RowKind.Pod, "backend-1", "CrashLoopBackOff: back-off 10s"),
                new PictureRow(RowKind.Log, "backend-1 | no such table"),
            ],
            Rows(picture)[1..]);
    }

    [Fact]
    public void After_TheReturnBegins_ServicesBeginAgain()
    {
        var target = new LedgerEntry(6, "1.2.0", "", "robin", default, default, LedgerOutcome.Succeeded, "", "hash", []);
        var picture = Picture(new DeployEvent.WaitingForReady(0, ["backend"]), new DeployEvent.ServiceReady("backend", s_now), new DeployEvent.Returning(target));

        Assert.Equal(new PictureRow(RowKind.Head, "Deploy: Go back to release 6 (1.2.0)", "", "4.0 s"), Rows(picture)[0]);
        Assert.Equal(RowKind.Waiting, Rows(picture)[1].Kind);
    }

    [Fact]
    public void Of_AKnownDuration_SaysIt()
    {
        var rows = PictureRows.Of(DeployPicture.Empty, "Deploy", s_now, TimeSpan.FromSeconds(12), 10);

        Assert.Equal([new PictureRow(RowKind.Head, "Deploy", "", "4.0 s of about 12.0 s")], rows);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(10)]
    [InlineData(24)]
    [InlineData(60)]
    public void Of_ManyServicesAndPods_StaysWithinTheHeightAndShowsTroubleFirst(int height)
    {
        var picture = Crowd(40, 12);

        var rows = PictureRows.Of(picture, "Deploy", s_now, null, height);

        Assert.InRange(rows.Count, 2, height);
        Assert.Equal("service-39", rows[1].Name);
        Assert.Equal(RowKind.Failed, rows[1].Kind);
        if (height < 40)
        {
            Assert.Contains(rows, row => row.Kind == RowKind.More && row.Name.StartsWith("and ", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData(40)]
    [InlineData(80)]
    [InlineData(200)]
    public void Lines_AtAnyWidth_AreOneLineEachAndNeverWider(int width)
    {
        var long1 = new string('n', 150);
        var picture = Crowd(5, 3)
            .After(new DeployEvent.Progress(long1, 0, 1, 3), s_now)
            .After(new DeployEvent.Progress("服务服务服务服务服务服务服务服务服务服务服务服务", 0, 1, 3), s_now)
            .After(new DeployEvent.PodChanged(long1, $"{long1}-1", "ImagePullBackOff", $"[red]no[/] such image [/] {long1}"), s_now)
            .After(new DeployEvent.LogLine("a", "a-1", $"[bold]markup[/] \u001b[31m{long1}"), s_now);
        var rows = PictureRows.Of(picture, "DeployStage of 1.2.0", s_now, TimeSpan.FromSeconds(9), 30);

        var lines = PictureDrawing.Lines(rows, width, isColoured: false);

        Assert.Equal(rows.Count, lines.Count);
        Assert.All(lines, line => Assert.InRange(line.GetCellWidth(), 0, width));
        Assert.Contains(lines, line => line.Contains("[bold]markup[/]", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains('…'));
        Assert.DoesNotContain(lines, line => line.Contains('\u001b'));
        Assert.Equal(rows.Count, PictureDrawing.Lines(rows, width, isColoured: true).Count);
    }

    [Fact]
    public void Lines_AtEightyColumns_ReadWell()
    {
        var picture = Picture(
            new DeployEvent.WaitingForReady(0, ["backend", "ml-service"]),
            new DeployEvent.Progress("backend", 1, 2, 2),
            new DeployEvent.PodChanged("backend", "backend-7d4", "ContainerCreating", ""),
            new DeployEvent.Progress("ml-service", 1, 1, 1),
            new DeployEvent.ServiceReady("ml-service", TimeSpan.FromSeconds(1.2)));

        var lines = PictureDrawing.Lines(PictureRows.Of(picture, "DeployStage of 1.2.0", s_now, TimeSpan.FromSeconds(9), 30), 80, isColoured: false);

        Assert.Equal(
            [
                "DeployStage of 1.2.0: Wait for backend and ml-service  4.0 s of about 9.0 s",
                "● backend  1 of 2 ready  4.0 s",
                "backend-7d4 ContainerCreating",
                "✓ ml-service  1 of 1 ready  1.2 s",
            ],
            lines.Select(line => Regex.Replace(line.Trim(), " {2,}", "  ")));
    }

    private static PictureRow[] Rows(DeployPicture picture) => [.. PictureRows.Of(picture, "Deploy", s_now, null, 20)];

    private static DeployPicture Picture(params DeployEvent[] events) =>
        events.Aggregate(DeployPicture.Empty, (picture, deployEvent) => picture.After(deployEvent, TimeSpan.Zero));

    private static DeployPicture Crowd(int services, int pods)
    {
        var picture = DeployPicture.Empty;
        for (var service = 0; service < services; service++)
        {
            var name = $"service-{service}";
            picture = picture.After(new DeployEvent.WaitingForReady(0, [name]), TimeSpan.Zero);
            for (var pod = 0; pod < pods; pod++)
            {
                picture = picture.After(new DeployEvent.PodChanged(name, $"{name}-{pod}", "Pending", ""), TimeSpan.Zero)
                    .After(new DeployEvent.LogLine(name, $"{name}-{pod}", "text"), TimeSpan.Zero);
            }
        }

        return picture.After(new DeployEvent.ServiceFailed(new ReadinessFailure($"service-{services - 1}", "", "", "Unschedulable", "no room", "", [], [])), TimeSpan.Zero);
    }

    private static ManifestObject Deployment(string name) =>
        new(new JsonObject { ["kind"] = "Deployment", ["metadata"] = new JsonObject { ["name"] = name } }, "k8s/deployment.yaml");
}
