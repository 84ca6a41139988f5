using System.Xml.Linq;
using Sluice.Reports.Html;
using Sluice.Rollouts;
using Sluice.Rollouts.Deploy;
using Sluice.Rollouts.Events;
using Sluice.Rollouts.Rollback;

namespace Sluice.Reports.Tests.Html;

public sealed class HtmlReportTests
{
    private static readonly ClusterProblem s_problem = new(ClusterProblemKind.Invalid, "Deployment/backend: bad", "");

    public static TheoryData<string, DeployOutcome, int> Deploys => new()
    {
        { "stage serves the new release after 4.0 s.", new DeployOutcome.Deployed([], [SampleReports.Backend], null, TimeSpan.FromSeconds(4)), 0 },
        { "Nothing changed: stage already serves exactly this.", new DeployOutcome.Unchanged([SampleReports.Backend], TimeSpan.Zero), 0 },
        { "The cluster refuses 1 object. Nothing was changed.", new DeployOutcome.Rejected([s_problem], []), 2 },
        { "stage would not be deployed as the approved plan says. Nothing was changed.", new DeployOutcome.Drifted(["Deployment/backend: spec.replicas"]), 2 },
        { "backend will not become ready.", new DeployOutcome.NotReady([SampleReports.Crash], null, ["backend"], []), 3 },
        { "The cluster of stage does not do its part. Nothing was changed.", new DeployOutcome.Infrastructure([s_problem], []), 5 },
        { "Interrupted. Nothing was changed.", new DeployOutcome.Interrupted([]), 130 },
        {
            "stage does not serve release 8 (1.5.0); release 7 (1.4.0) is back and serves.",
            new DeployOutcome.Returned(
                new DeployOutcome.NotReady([SampleReports.Crash], null, ["backend"], []), SampleReports.Entry, new RollbackOutcome.Back(SampleReports.Before, [], [], [], TimeSpan.Zero)),
            3
        },
    };

    public static TheoryData<string, RollbackOutcome, int> Returns => new()
    {
        { "Nothing changed: stage already serves release 7 (1.4.0).", new RollbackOutcome.Back(SampleReports.Before, [], [SampleReports.Backend], [], TimeSpan.Zero), 0 },
        { "There is none. Nothing was changed.", new RollbackOutcome.Refused(new TargetChoice.None("There is none.", [])), 2 },
        {
            "Release 7 (1.4.0) does not come back in stage. A person is needed now.",
            new RollbackOutcome.Failed(SampleReports.Before, new DeployOutcome.NotReady([SampleReports.Crash], null, [], []), []),
            4
        },
        { "What stage can go back to could not be read. Nothing was changed.", new RollbackOutcome.Unreadable([s_problem]), 5 },
        { "Interrupted on the way back to release 7 (1.4.0); nothing was changed yet.", new RollbackOutcome.Interrupted(SampleReports.Before, []), 130 },
    };

    [Theory]
    [MemberData(nameof(Deploys))]
    public void Render_Deploy_SaysHowItEndedAndWhatIsNext(string sentence, DeployOutcome outcome, int exitCode) =>
        CheckOutcome(DeployReport.Of(outcome, SampleReports.Release, SampleReports.Before, SampleReports.Run("DeployStage")), sentence, exitCode);

    [Theory]
    [MemberData(nameof(Returns))]
    public void Render_Return_SaysHowItEndedAndWhatIsNext(string sentence, RollbackOutcome outcome, int exitCode) =>
        CheckOutcome(DeployReport.Of(outcome, "Ada", SampleReports.Entry, SampleReports.Run("RollbackStage")), sentence, exitCode);

    [Fact]
    public void Render_ReturnedRelease_TellsTheWholeStory()
    {
        var page = Page(SampleReports.Returned());

        Assert.Equal(["Services", "What went wrong", "Timeline", "Pods", "Smoke checks", "Objects", "Evidence", "Events"], page.Descendants("h2").Select(heading => heading.Value));
        var text = page.Root!.Value;
        Assert.All(
            [
                "1.5.0", "1a2b3c4d5e6f", "Ada", "2026-03-01 09:30:00 UTC", "7.5 s", "no database", "CrashLoopBackOff (exited with 7)", "http://127.78.0.2:8080",
                ".nuke/temp/evidence/stage-8", "correct the cause, then ./build.sh DeployStage", "09:30:04.4", "Going back to release 7 (1.4.0)",
            ],
            known => Assert.Contains(known, text, StringComparison.Ordinal));
        Assert.Equal(
            [["backend", "changed"], ["frontend", "new"], ["mailer", "gone"]],
            Rows(page, "Services").Select(row => new[] { row[0], row[^1] }));
        Assert.Equal(
            [["Deployment/backend", "configured"], ["Deployment/frontend", "created"], ["Deployment/backend", "configured"]],
            Rows(page, "Objects").Select(row => row[..2]));
    }

    [Fact]
    public void Render_RemovedObject_IsListed() =>
        Assert.Contains(Rows(Page(SampleReports.Deployed()), "Objects"), row => row is ["ConfigMap/mailer-old", "removed", _]);

    [Fact]
    public void Render_HostileTexts_AreShownAndNotObeyed()
    {
        const string Hostile = "<script>alert(\"1\")</script>&'\u001b[31m\u0000\ud800\uffff";
        var failure = SampleReports.Crash with { Pod = Hostile, LogLines = [Hostile], Hint = Hostile, Warnings = [Hostile] };
        var report = DeployReport.Of(
            new DeployOutcome.NotReady([failure], null, [], []) { Evidence = [Hostile] },
            SampleReports.Release with { Version = Hostile, Author = Hostile, Images = [new(Hostile, Hostile)] },
            null,
            SampleReports.Run("DeployStage", (0, new DeployEvent.WaitingForReady(0, [Hostile])), (1, new DeployEvent.PodChanged(Hostile, Hostile, Hostile, Hostile)), (2, new DeployEvent.Notice(Hostile))));

        var html = HtmlReport.Render(report, text => text);

        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain('\u001b', html);
        var page = Parse(html);
        Assert.Empty(page.Descendants("script"));
        Assert.Contains("<script>alert(\"1\")</script>&'", page.Root!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_SecretInAnyText_IsMasked()
    {
        const string Secret = "a<s3cret>&b";
        var hidden = Secret.Insert(4, "\u001b[0m");
        var report = SampleReports.Returned() with { Author = Secret, Evidence = [hidden], Failures = [SampleReports.Crash with { LogLines = [$"password={Secret}"] }] };

        var page = Parse(HtmlReport.Render(report, text => text.Replace(Secret, "***", StringComparison.Ordinal)));

        Assert.DoesNotContain("s3cret", page.ToString(), StringComparison.Ordinal);
        Assert.Contains("password=***", page.Root!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_AnyReport_NeedsNothingFromElsewhere()
    {
        var page = Page(SampleReports.Returned());

        string[] referring = ["src", "href", "srcset", "data", "action", "poster", "background"];
        Assert.DoesNotContain(page.Descendants().SelectMany(element => element.Attributes()), attribute => referring.Contains(attribute.Name.LocalName));
        string[] loading = ["script", "link", "img", "iframe", "object", "embed", "svg"];
        Assert.DoesNotContain(page.Descendants(), element => loading.Contains(element.Name.LocalName));
        Assert.DoesNotMatch("url\\(|@import", page.Descendants("style").Single().Value);
        Assert.All(page.DescendantNodes().OfType<XText>().Where(text => text.Value.Contains("://", StringComparison.Ordinal)), text => Assert.Contains(SampleReports.Backend.Url, text.Value, StringComparison.Ordinal));
    }

    [Fact]
    public void Render_VeryManyEvents_StaysBelowTwoMegabytesAndShowsBothEnds()
    {
        var nasty = new string('<', 3000);
        var report = DeployReport.Of(
            new DeployOutcome.NotReady([.. Enumerable.Range(0, 200).Select(number => SampleReports.Crash with { Pod = $"pod-{number}", LogLines = [.. Enumerable.Repeat(nasty, 20)] })], null, [], []),
            SampleReports.Release,
            SampleReports.Before,
            SampleReports.Run("DeployStage", Enumerable.Range(0, 10_000).Select(number => (number / 10.0, number % 5 == 0
                ? new DeployEvent.WaitingForReady(0, [$"service-{number}"])
                : number % 5 == 1 ? new DeployEvent.SmokeChecked(SampleReports.Backend, 500)
                : number % 5 == 2 ? new DeployEvent.ObjectApplied(new ObjectChange(SampleReports.Object("ConfigMap", $"config-{number}"), ChangeKind.Created))
                : (DeployEvent)new DeployEvent.PodChanged("backend", $"pod-{number % 2000}", $"State{number}", nasty)))));

        var html = HtmlReport.Render(report, text => text);

        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(html), 500_000, 2_000_000);
        var events = Rows(Parse(html), "Events");
        Assert.Equal("Waiting for service-0", events[0][^1]);
        Assert.StartsWith("pod-1999: State9999", events[^1][^1], StringComparison.Ordinal);
        Assert.Contains(events, row => row[0].Contains("left out", StringComparison.Ordinal));
    }

    private static void CheckOutcome(DeployReport report, string sentence, int exitCode)
    {
        var page = Page(report);

        Assert.Equal(sentence, page.Descendants("h1").Single().Value);
        Assert.Contains(page.Descendants("div"), fact => fact.Element("dt")?.Value == "Exit code" && fact.Element("dd")!.Value == $"{exitCode}");
        Assert.Equal(exitCode == 0 ? 0 : 1, page.Descendants("p").Count(line => line.Value.StartsWith("Next ", StringComparison.Ordinal)));
        Assert.Equal(exitCode switch { 0 => "good", 130 => "cut", _ => "bad" }, page.Descendants("header").Single().Attribute("class")!.Value);
    }

    private static List<string[]> Rows(XDocument page, string section) =>
        [.. page.Descendants("section").Single(one => one.Element("h2")!.Value == section).Descendants("tbody").Elements("tr").Select(row => row.Elements("td").Select(cell => cell.Value).ToArray())];

    private static XDocument Page(DeployReport report) => Parse(HtmlReport.Render(report, text => text));

    private static XDocument Parse(string html)
    {
        const string Doctype = "<!DOCTYPE html>\n";
        Assert.StartsWith(Doctype, html, StringComparison.Ordinal);
        return XDocument.Parse(html[Doctype.Length..]);
    }
}
