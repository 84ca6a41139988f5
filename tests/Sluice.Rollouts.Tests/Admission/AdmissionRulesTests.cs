using Sluice.Model;
using Sluice.Model.Environments;
using Sluice.Rollouts.Admission;
using Sluice.Rollouts.Ledger;

namespace Sluice.Rollouts.Tests.Admission;

public class AdmissionRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 15, 0, 0, TimeSpan.Zero); // a Tuesday
    private static readonly AdmissionSubject Release = new("prod", "1.5.0", [new LedgerService("backend", "r.example/backend@sha256:aa", "")], "h1");

    private static readonly ApprovalDefinition TwoOfThree = new(
        2,
        [new Approver("robin", ["robin", "robin@example.com"]), new Approver("kim", ["kim", "kim@example.com"]), new Approver("ada", ["ada", "Ada L."])],
        ExcludeAuthor: true,
        TimeSpan.FromHours(24));

    [Fact]
    public void Judge_NothingAskedFor_Admits() =>
        Assert.Empty(AdmissionRules.Judge(Environment(), Release, ["ada"], AdmissionBook.Empty, Now));

    [Fact]
    public void Judge_TwoDifferentApprovers_Admits() =>
        Assert.Empty(Judge(Approved("robin"), Approved("kim@example.com")));

    [Theory]
    [InlineData("robin", "robin@example.com", "1 of 2")] // one person by two names
    [InlineData("robin", "ROBIN", "1 of 2")]
    [InlineData("robin", "mallory", "mallory (is not among the approvers)")]
    [InlineData("robin", "ada", "ada (is the author)")]
    public void Judge_SecondWordDoesNotCount_IsRefused(string first, string second, string expected)
    {
        AdmissionRefusal refusal = Assert.Single(Judge(Approved(first), Approved(second)));

        Assert.Equal(RefusalKind.NotApproved, refusal.Kind);
        Assert.Contains(expected, refusal.What, StringComparison.Ordinal);
        Assert.Contains("Approve --environment prod --release-version 1.5.0", refusal.Next, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_OneWordUnderTheClustersNameAndOneWithoutIt_AreOnePersons()
    {
        ApprovalDefinition two = TwoOfThree with { Approvers = [] };
        ApprovalDecision[] words = [Approved("oidc:robin") with { Names = ["oidc:robin", "Robin"] }, Approved("Robin")];

        AdmissionRefusal refusal = Assert.Single(AdmissionRules.Judge(Environment() with { Approvals = two }, Release, [], Book(words), Now));

        Assert.Contains("1 of 2", refusal.What, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_AWordOfNobody_DoesNotCount() =>
        Assert.NotEmpty(AdmissionRules.Judge(Environment() with { Approvals = TwoOfThree with { Required = 1 } }, Release, [], Book(Approved("robin") with { Names = [] }), Now));

    [Fact]
    public void Judge_AuthorByAnotherOfTheirNames_DoesNotCount()
    {
        var book = new AdmissionBook { Decisions = [Approved("robin"), Approved("ada")] };

        AdmissionRefusal refusal = Assert.Single(AdmissionRules.Judge(Environment() with { Approvals = TwoOfThree }, Release, ["Ada L."], book, Now));

        Assert.Contains("is the author", refusal.What, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_ApprovalOfOtherBytes_DoesNotCount()
    {
        AdmissionSubject other = Release with { Services = [new LedgerService("backend", "r.example/backend@sha256:bb", "")] };
        AdmissionSubject otherConfig = Release with { RenderedHash = "h2" };
        AdmissionSubject otherPlace = Release with { Environment = "beta" };

        Assert.All([other, otherConfig, otherPlace], subject =>
            Assert.NotEmpty(Judge(Approved("robin") with { Subject = subject.Id }, Approved("kim") with { Subject = subject.Id })));
    }

    [Fact]
    public void Judge_SameBytesFromAnotherRegistryHostAndVersion_AreApproved()
    {
        AdmissionSubject moved = Release with { Version = "1.5.0-beta2", Services = [new LedgerService("backend", "other.example/x/backend@sha256:aa", "")] };

        Assert.Equal(Release.Id, moved.Id);
    }

    [Theory]
    [InlineData(23.9, true)]
    [InlineData(24, false)]
    public void Judge_ApprovalOfSomeHours_HoldsUntilItExpires(double hours, bool admitted)
    {
        ApprovalDecision old = Approved("robin") with { At = Now.AddHours(-hours) };

        Assert.Equal(admitted, Judge(old, Approved("kim")).Count == 0);
    }

    [Fact]
    public void Judge_ARejection_StopsHoweverManyApprove()
    {
        AdmissionRefusal refusal = Assert.Single(
            AdmissionRules.Judge(Environment() with { Approvals = TwoOfThree with { Required = 1 } }, Release, [], Book(Approved("robin"), Rejected("kim", "not during the fair")), Now));

        Assert.Equal(RefusalKind.Rejected, refusal.Kind);
        Assert.Contains("kim rejected", refusal.What, StringComparison.Ordinal);
        Assert.Contains("not during the fair", refusal.What, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_APersonsLaterWord_ReplacesTheEarlierOne() =>
        Assert.Empty(Judge(Rejected("kim", "no"), Approved("robin"), Approved("kim")));

    [Fact]
    public void Judge_Frozen_SaysWhoWhyAndUntilWhen()
    {
        var freeze = new Freeze("audit", "robin", Now.AddHours(-1), Now.AddHours(1));

        AdmissionRefusal refusal = Assert.Single(AdmissionRules.Judge(Environment(), Release, [], AdmissionBook.Empty with { Freeze = freeze }, Now));

        Assert.Equal(RefusalKind.Frozen, refusal.Kind);
        Assert.Equal(freeze.Until, refusal.Ends);
        Assert.Contains("audit", refusal.What, StringComparison.Ordinal);
        Assert.Contains("robin", refusal.What, StringComparison.Ordinal);
        Assert.Contains("2026-11-24 16:00 UTC", refusal.What, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_FreezeIsOverOrNotAllowedHere_Admits()
    {
        var over = AdmissionBook.Empty with { Freeze = new Freeze("audit", "robin", Now.AddHours(-2), Now) };
        var endless = AdmissionBook.Empty with { Freeze = new Freeze("audit", "robin", Now.AddHours(-2), null) };

        Assert.Empty(AdmissionRules.Judge(Environment(), Release, [], over, Now));
        Assert.Empty(AdmissionRules.Judge(Environment() with { IsFreezable = false }, Release, [], endless, Now));
        Assert.NotEmpty(AdmissionRules.Judge(Environment(), Release, [], endless, Now));
    }

    [Fact]
    public void Judge_OutsideEveryWindow_SaysWhenTheNextOpens()
    {
        EnvironmentDefinition environment = Environment() with
        {
            ChangeWindows =
            [
                new ChangeWindow([DayOfWeek.Monday], TimeSpan.FromHours(9), TimeSpan.FromHours(16), TimeZoneInfo.Utc),
                new ChangeWindow([DayOfWeek.Wednesday], TimeSpan.FromHours(9), TimeSpan.FromHours(16), TimeZoneInfo.Utc),
            ],
        };

        AdmissionRefusal refusal = Assert.Single(AdmissionRules.Judge(environment, Release, [], AdmissionBook.Empty, Now));

        Assert.Equal(RefusalKind.OutsideWindow, refusal.Kind);
        Assert.Equal(Now.Date.AddHours(33), refusal.Ends!.Value.UtcDateTime);
        Assert.Empty(AdmissionRules.Judge(environment, Release, [], AdmissionBook.Empty, Now.AddHours(20)));
    }

    [Fact]
    public void Judge_RolledBackBefore_IsOnHoldUntilLifted()
    {
        var hold = new Hold(Release.Revisions, "1.5.0", 7, "backend: CrashLoopBackOff", Now.AddDays(-1));

        AdmissionRefusal refusal = Assert.Single(AdmissionRules.Judge(Environment(), Release, [], AdmissionBook.Empty with { Holds = [hold] }, Now));
        Assert.Equal(RefusalKind.OnHold, refusal.Kind);
        Assert.Contains("CrashLoopBackOff", refusal.What, StringComparison.Ordinal);
        Assert.Contains("LiftHold --environment prod", refusal.Next, StringComparison.Ordinal);

        Hold lifted = hold with { Lifted = new HoldLift("robin", Now, "mended outside") };
        Assert.Empty(AdmissionRules.Judge(Environment(), Release, [], AdmissionBook.Empty with { Holds = [lifted] }, Now));
        Assert.Empty(AdmissionRules.Judge(Environment() with { Holds = false }, Release, [], AdmissionBook.Empty with { Holds = [hold] }, Now));
        Assert.Empty(AdmissionRules.Judge(Environment(), Release with { RenderedHash = "h2" }, [], AdmissionBook.Empty with { Holds = [hold] }, Now));
    }

    [Fact]
    public void Judge_EverythingStandsInTheWay_IsAllTold()
    {
        EnvironmentDefinition environment = Environment() with
        {
            Approvals = TwoOfThree,
            ChangeWindows = [new ChangeWindow([DayOfWeek.Monday], TimeSpan.Zero, TimeSpan.FromHours(24), TimeZoneInfo.Utc)],
        };
        var book = new AdmissionBook { Freeze = new Freeze("audit", "robin", Now, null), Holds = [new Hold(Release.Revisions, "1.5.0", 7, "bad", Now)] };

        Assert.Equal(
            [RefusalKind.OnHold, RefusalKind.Frozen, RefusalKind.OutsideWindow, RefusalKind.NotApproved],
            AdmissionRules.Judge(environment, Release, [], book, Now).Select(refusal => refusal.Kind));
    }

    /// <summary>Whatever is written in the book: words of the author, of strangers, on other releases or expired never admit.</summary>
    [Fact]
    public void Judge_OnlyWordsThatDoNotCount_NeverAdmits()
    {
        var random = new Random(5);
        string[] strangers = ["mallory", "eve", "ada", "Ada L.", "ADA"];
        for (int round = 0; round < 5000; round++)
        {
            ApprovalDecision[] words = [.. Enumerable.Range(0, random.Next(8)).Select(_ => random.Next(3) switch
            {
                0 => Approved(strangers[random.Next(strangers.Length)]),
                1 => Approved(random.Next(2) == 0 ? "robin" : "kim") with { Subject = "another" },
                _ => Approved(random.Next(2) == 0 ? "robin" : "kim") with { At = Now.AddHours(-24 - random.Next(100)) },
            })];

            Assert.NotEmpty(Judge(words));
        }
    }

    private static IReadOnlyList<AdmissionRefusal> Judge(params ApprovalDecision[] decisions) =>
        AdmissionRules.Judge(Environment() with { Approvals = TwoOfThree }, Release, ["ada"], Book(decisions), Now);

    private static AdmissionBook Book(params ApprovalDecision[] decisions) => AdmissionBook.Empty with { Decisions = decisions };

    private static ApprovalDecision Approved(string name) => new(Release.Id, Release.Version, DecisionWord.Approved, [name], Now.AddMinutes(-10), "");

    private static ApprovalDecision Rejected(string name, string comment) => Approved(name) with { Word = DecisionWord.Rejected, Comment = comment };

    private static EnvironmentDefinition Environment() => new("prod", new ClusterDefinition(null), "p25-prod", "k8s");
}
