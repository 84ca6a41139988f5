using System.Text.Json.Nodes;
using Sluice.Manifests;
using Sluice.Reports.Html;
using Sluice.Rollouts;
using Sluice.Rollouts.Deploy;
using Sluice.Rollouts.Events;
using Sluice.Rollouts.Ledger;
using Sluice.Rollouts.Ports;
using Sluice.Rollouts.Rollback;

namespace Sluice.Reports.Tests.Html;

/// <summary>Deploys as they end.</summary>
internal static class SampleReports
{
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 9, 30, 0, TimeSpan.Zero);

    public static readonly ServiceAddress Backend = new("p25-stage", "backend", 8080, "http://127.78.0.2:8080");

    public static readonly ReadinessFailure Crash = new(
        "backend", "backend-5d-x", "backend", "CrashLoopBackOff", "exited with 7, 2 restarts", "Look at its configuration.", ["starting", "no database"], ["BackOff: restarting"]);

    public static readonly Release Release = new("1.5.0", "1a2b3c4d5e6f", "Ada", [new("backend", $"registry/backend@sha256:{new string('b', 64)}"), new("frontend", $"registry/frontend@sha256:{new string('f', 64)}")], "hash-2");

    public static readonly LedgerEntry Before = new(
        7, "1.4.0", "0f0f0f", "Bob", Start.AddDays(-1), Start.AddDays(-1).AddSeconds(9), LedgerOutcome.Succeeded, "", "hash-1",
        [new("backend", $"registry/backend@sha256:{new string('a', 64)}", "r1"), new("mailer", $"registry/mailer@sha256:{new string('c', 64)}", "r1")]);

    public static readonly LedgerEntry Entry = new(
        8, "1.5.0", "1a2b3c4d5e6f", "Ada", Start, Start.AddSeconds(9), LedgerOutcome.Failed, "backend: CrashLoopBackOff", "hash-2", [new("backend", Release.Images[0].Reference, "r2")]);

    public static ReportedRun Run(string command, params IEnumerable<(double Seconds, DeployEvent Event)> events)
    {
        TimedEvent[] timed = [.. events.Select(one => new TimedEvent(Start.AddMilliseconds(Math.Round(1000 * one.Seconds)), one.Event))];
        return new(command, "stage", Start, timed.Length == 0 ? Start.AddSeconds(1) : timed[^1].At.AddMilliseconds(100), timed);
    }

    public static DeployReport Deployed() => DeployReport.Of(
        new DeployOutcome.Deployed([], [Backend], Entry with { Outcome = LedgerOutcome.Succeeded }, TimeSpan.FromSeconds(4)), Release, Before, Run("DeployStage", [.. Coming(),
            (2.5, new DeployEvent.PodChanged("backend", "backend-5d-x", "Ready", "")),
            (2.6, new DeployEvent.ServiceReady("backend", TimeSpan.FromSeconds(2))),
            (3.4, new DeployEvent.ServiceReady("frontend", TimeSpan.FromSeconds(2.8))),
            (3.6, new DeployEvent.SmokeChecked(Backend, 200)),
            (3.7, new DeployEvent.Recorded(Entry with { Outcome = LedgerOutcome.Succeeded })),
            (3.8, new DeployEvent.Removed(new RemovedObject(Object("ConfigMap", "mailer-old"), Removal.Removed, "")))]));

    public static DeployReport Returned() => DeployReport.Of(
        new DeployOutcome.Returned(
            new DeployOutcome.NotReady([Crash], null, ["backend"], []), Entry, new RollbackOutcome.Back(Before, [], [Backend], [], TimeSpan.FromSeconds(3)))
        {
            Evidence = [".nuke/temp/evidence/stage-8"],
        },
        Release,
        Before,
        Run("DeployStage", [.. Coming(),
            (3, new DeployEvent.PodChanged("backend", "backend-5d-x", "CrashLoopBackOff", "exited with 7")),
            (3.4, new DeployEvent.ServiceReady("frontend", TimeSpan.FromSeconds(2.8))),
            (4, new DeployEvent.LogLine("backend", "backend-5d-x", "no database")),
            (4.2, new DeployEvent.Recorded(Entry)),
            (4.3, new DeployEvent.ServiceFailed(Crash)),
            (4.4, new DeployEvent.Returning(Before)),
            (4.8, new DeployEvent.ObjectApplied(new ObjectChange(Object("Deployment", "backend"), ChangeKind.Configured))),
            (5, new DeployEvent.WaitingForReady(0, ["backend"])),
            (7, new DeployEvent.ServiceReady("backend", TimeSpan.FromSeconds(2))),
            (7.2, new DeployEvent.SmokeChecked(Backend, 200)),
            (7.4, new DeployEvent.Recorded(Before with { Number = 9, ReturnedTo = 7 }))]));

    public static ManifestObject Object(string kind, string name) =>
        new(new JsonObject { ["kind"] = kind, ["metadata"] = new JsonObject { ["name"] = name } }, "k8s/base.yaml");

    private static IEnumerable<(double, DeployEvent)> Coming() =>
    [
        (0.1, new DeployEvent.Validating(6)),
        (0.4, new DeployEvent.Validated(1, 2, 3)),
        (0.5, new DeployEvent.ObjectApplied(new ObjectChange(Object("Deployment", "backend"), ChangeKind.Configured))),
        (0.55, new DeployEvent.ObjectApplied(new ObjectChange(Object("Deployment", "frontend"), ChangeKind.Created))),
        (0.57, new DeployEvent.ObjectApplied(new ObjectChange(Object("Service", "backend"), ChangeKind.Unchanged))),
        (0.6, new DeployEvent.WaitingForReady(0, ["backend", "frontend"])),
        (0.7, new DeployEvent.PodChanged("backend", "backend-5d-x", "Pending", "")),
        (1.2, new DeployEvent.PodChanged("backend", "backend-5d-x", "Running", "")),
    ];
}
