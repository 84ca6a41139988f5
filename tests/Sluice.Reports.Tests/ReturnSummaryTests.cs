using System.Text.Json.Nodes;
using Sluice.Manifests;
using Sluice.Rollouts;
using Sluice.Rollouts.Deploy;
using Sluice.Rollouts.Ledger;
using Sluice.Rollouts.Ports;
using Sluice.Rollouts.Rollback;
using Sluice.Rollouts.Status;

namespace Sluice.Reports.Tests;

public sealed class ReturnSummaryTests
{
    private static readonly ServiceAddress s_backend = new("p25-stage", "backend", 8080, "http://127.78.0.2:8080");
    private static readonly ReadinessFailure s_crash = new("backend", "backend-5d-x", "backend", "CrashLoopBackOff", "exited with 7", "Look.", ["starting", "no database"], ["BackOff"]);
    private static readonly LedgerEntry s_good = Entry(6, "1.2.0");
    private static readonly LedgerEntry s_bad = Entry(7, "1.3.0") with { Outcome = LedgerOutcome.Failed };
    private static readonly RollbackOutcome.Back s_back = new(s_good, [new ObjectChange(Item("Deployment", "backend"), ChangeKind.Configured)], [s_backend], [], TimeSpan.FromSeconds(4.1));

    [Fact]
    public void Describe_ReleaseFailedAndTheEarlierIsBack_SaysWhatServesWhereTheEvidenceIsAndWhatToType()
    {
        var outcome = new DeployOutcome.Returned(new DeployOutcome.NotReady([s_crash], null, ["backend"], []), s_bad, s_back) { Evidence = [".nuke/temp/evidence/stage-7", "Secret/sluice-evidence-7 in p25-stage"] };

        Assert.Equal(
            [
                "stage does not serve release 7 (1.3.0):",
                "  backend-5d-x, container backend: CrashLoopBackOff: exited with 7",
                "    | no database",
                "Release 6 (1.2.0) is back after 4.1 s and serves: backend.",
                "Evidence: .nuke/temp/evidence/stage-7 and Secret/sluice-evidence-7 in p25-stage",
                "Next: correct the cause, then ./build.sh DeployStage",
            ],
            DeploySummary.Describe(outcome, "stage", "DeployStage"));
    }

    [Fact]
    public void Describe_NeitherServes_SaysWhatServesNowAndThreeCommands()
    {
        ServiceState[] serving =
        [
            new("backend", "r/backend@sha256:0", "rev6", 1, 1, 2, null, []),
            new("frontend", "r/frontend@sha256:0", "other", 2, 1, 2, null, []),
            new("ml-service", "", "", 0, 0, 0, null, []),
        ];
        var failed = new RollbackOutcome.Failed(s_good, new DeployOutcome.NotReady([s_crash], null, ["backend"], []), serving);
        var outcome = new DeployOutcome.Returned(new DeployOutcome.NotReady([s_crash], null, ["backend"], []), s_bad, failed) { Evidence = ["somewhere"] };

        var lines = DeploySummary.Describe(outcome, "stage", "DeployStage");

        Assert.InRange(lines.Count, 1, 10);
        Assert.Contains("Release 6 (1.2.0) does not come back in stage. A person is needed now.", lines);
        Assert.Contains("Now: backend 1 of 2 ready (1 on release 6); frontend 2 of 2 ready (1 on revision other, 1 on another); ml-service is not deployed.", lines);
        Assert.Equal("Next: ./build.sh RollbackStage --to 6 tries again, ./build.sh RollbackStage goes one further back, ./build.sh Status shows the pods.", lines[^1]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(50)]
    public void Describe_HoweverManyFailures_AtMostTenLines(int failures)
    {
        var notReady = new DeployOutcome.NotReady([.. Enumerable.Repeat(s_crash, failures)], null, ["backend"], []);
        var withSecret = s_back with { NotRestored = [Item("Secret", "tls")] };

        var lines = DeploySummary.Describe(new DeployOutcome.Returned(notReady, s_bad, withSecret) { Evidence = ["somewhere"] }, "stage", "DeployStage");

        Assert.InRange(lines.Count, 6, 10);
        Assert.Contains("Not restored, as no secret data is stored: Secret/tls.", lines);
    }

    [Fact]
    public void Describe_RollbackByHand_PrintsAddresses() => Assert.Equal(
        ["stage serves release 6 (1.2.0) again after 4.1 s:", "  backend  http://127.78.0.2:8080", "Evidence: somewhere"],
        ReturnSummary.Describe(s_back with { Evidence = ["somewhere"] }, "stage", "RollbackStage"));

    [Fact]
    public void Describe_RollbackThatChangedNothing_SaysSo() =>
        Assert.Equal("Nothing changed: stage already serves release 6 (1.2.0):", ReturnSummary.Describe(s_back with { Changes = [] }, "stage", "RollbackStage")[0]);

    [Fact]
    public void Describe_UnknownRelease_NamesThoseThatOneCanGoTo() => Assert.Equal(
        [
            "The ledger knows no release '9'. Nothing was changed.",
            "stage can go to: 6 (1.2.0), 5 (1.1.0)",
            "Next: ./build.sh History shows all of them, ./build.sh RollbackStage --to NUMBER goes to one.",
        ],
        ReturnSummary.Describe(new RollbackOutcome.Refused(new TargetChoice.None("The ledger knows no release '9'.", [s_good, Entry(5, "1.1.0")])), "stage", "RollbackStage"));

    [Fact]
    public void Describe_Interrupted_SaysHowToGoOn()
    {
        var lines = ReturnSummary.Describe(new RollbackOutcome.Interrupted(s_good, s_back.Changes), "stage", "RollbackStage");

        Assert.Equal("Next: ./build.sh RollbackStage goes on from here.", lines[^1]);
        Assert.Contains("some of it is back", lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Describe_DeployInterruptedAfterChanges_NamesTheWayBackToo() => Assert.Equal(
        "Next: ./build.sh DeployStage goes on from here, ./build.sh RollbackStage goes back to the release before.",
        DeploySummary.Describe(new DeployOutcome.Interrupted(s_back.Changes), "stage", "DeployStage")[^1]);

    [Fact]
    public void Describe_FirstReleaseFailed_SaysPlainlyThatThereIsNothingToGoBackTo()
    {
        var lines = DeploySummary.Describe(
            new DeployOutcome.NotReady([s_crash], null, ["backend"], []) { WhyNoReturn = "There is no earlier release.", Evidence = ["a", "b"] }, "stage", "DeployStage");

        Assert.Equal(["There is no earlier release.", "Evidence: a and b", "Next: correct the cause, then ./build.sh DeployStage"], lines.TakeLast(3));
    }

    private static ManifestObject Item(string kind, string name) => new(new JsonObject { ["kind"] = kind, ["metadata"] = new JsonObject { ["name"] = name } }, "");

    private static LedgerEntry Entry(int number, string version) => new(
        number, version, "", "me", default, default, LedgerOutcome.Succeeded, "", "hash", [new LedgerService("backend", "r/backend@sha256:0", $"rev{number}")]);
}
