using System.Text;
using Sluice.Reports.Ci;
using Sluice.Reports.Html;
using Sluice.Reports.Tests.Html;
using Sluice.Rollouts;
using Sluice.Rollouts.Deploy;

namespace Sluice.Reports.Tests.Ci;

public sealed class JobSummaryTests
{
    [Fact]
    public void Of_ReleaseThatServes_SaysWhatIsWhere()
    {
        var summary = JobSummary.Of(SampleReports.Deployed(), ["Report: reports/8.html"], text => text);

        Assert.StartsWith("### ✅ DeployStage 1.5.0 · stage\n\nstage serves the new release after 4.0 s.\n\n", summary, StringComparison.Ordinal);
        Assert.Contains("\n| 3.9 s | <code>1a2b3c4d5e6f</code> | Ada | 0 |\n", summary, StringComparison.Ordinal);
        Assert.Contains(
            "\n| backend | <code>sha256&#58;aaaaaaaaaaaa</code> | <code>sha256&#58;bbbbbbbbbbbb</code> | <code>http&#58;//127.78.0.2&#58;8080</code> |\n", summary, StringComparison.Ordinal);
        Assert.Contains("\n| frontend | – | <code>sha256&#58;ffffffffffff</code> |  |\n", summary, StringComparison.Ordinal);
        Assert.Contains("\n| mailer | <code>sha256&#58;cccccccccccc</code> | – |  |\n", summary, StringComparison.Ordinal);
        Assert.EndsWith("\nReport&#58; reports/8.html\n\n", summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_FailedRelease_SaysWhyAndWhatIsNext()
    {
        var summary = JobSummary.Of(SampleReports.Returned(), [], text => text);

        Assert.StartsWith("### ❌ DeployStage 1.5.0 · stage\n", summary, StringComparison.Ordinal);
        Assert.Contains("release 7 (1.4.0) is back and serves.", summary.Replace("&#40;", "(", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("\n**backend-5d-x, container backend&#58; CrashLoopBackOff&#58; exited with 7, 2 restarts**\n\nLook at its configuration.\n", summary, StringComparison.Ordinal);
        Assert.Contains("<details><summary>Last lines of its log</summary>\n\n<pre>starting\nno database\n</pre>\n", summary, StringComparison.Ordinal);
        Assert.Contains("\n**Next** ", summary, StringComparison.Ordinal);
        Assert.Contains("\nEvidence: <code>.nuke/temp/evidence/stage-8</code>\n", summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_TextOfOthers_IsShownAsItselfAndHoldsNoSecret()
    {
        var evil = SampleReports.Crash with
        {
            Reason = "</pre><img src=x> [click](https://evil.example) www.evil.example | **bold** `code` hunter2",
            LogLines = ["</pre></details>", "\u001b[31m# Approved", "password hun\u0007ter2"],
        };
        var summary = JobSummary.Of(
            DeployReport.Of(new DeployOutcome.NotReady([evil], null, ["backend"], []), SampleReports.Release, null, SampleReports.Run("DeployStage")), [], text => text.Replace("hunter2", "***", StringComparison.Ordinal));

        Assert.Contains("&#60;/pre&#62;&#60;img src&#61;x&#62; &#91;click&#93;(https&#58;//evil.example) www&#46;evil.example &#124; &#42;&#42;bold&#42;&#42; &#96;code&#96; &#42;&#42;&#42;", summary, StringComparison.Ordinal);
        Assert.Contains("<pre>&#60;/pre&#62;&#60;/details&#62;\n&#35; Approved\npassword &#42;&#42;&#42;\n</pre>", summary, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_MuchOfEverything_StaysBelowWhatARunnerTakes()
    {
        var line = new string('*', 2000);
        var failures = Enumerable.Range(0, 40).Select(number => new ReadinessFailure($"service-{number}", line, line, line, line, line, [.. Enumerable.Repeat(line, 20)], [.. Enumerable.Repeat(line, 5)]));
        var report = SampleReports.Returned() with
        {
            Failures = [.. failures],
            Problems = [.. Enumerable.Range(0, 200).Select(number => $"{number} {line}")],
            Services = [.. Enumerable.Range(0, 200).Select(number => new ServiceImages($"service-{number}", line, $"{line}{number}"))],
            Summary = [.. Enumerable.Repeat($"Next: {line}", 200)],
            Evidence = [.. Enumerable.Repeat(line, 200)],
        };

        var summary = JobSummary.Of(report, [], text => text);

        Assert.InRange(Encoding.UTF8.GetByteCount(summary), 1, JobSummary.MaximumSize);
        Assert.Contains(" left out …", summary, StringComparison.Ordinal);
    }

    [Fact]
    public void OfFailure_AnyTarget_ShowsItsMessage() => Assert.Equal(
        "### ❌ Scan\n\n<pre>backend runs as root\nNext&#58; user&#58; 1000\n</pre>\n\nExit code 2\n\n",
        JobSummary.OfFailure("Scan", 2, "backend runs as root\nNext: user: 1000", text => text));
}
