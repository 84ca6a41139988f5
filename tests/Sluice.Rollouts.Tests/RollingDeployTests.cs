using Sluice.Manifests;
using Sluice.Rollouts.Deploy;
using Sluice.Rollouts.Events;
using Sluice.Rollouts.Ledger;
using Sluice.Rollouts.Ports;

namespace Sluice.Rollouts.Tests;

public class RollingDeployTests
{
    private static readonly ServiceTarget[] Services = [new("frontend", 2), new("backend", 1), new("ml-service", 0)];

    private readonly FakePorts cluster = new();

    [Fact]
    public async Task Run_FirstDeploy_AppliesLevelByLevelAndRecords()
    {
        DeployOutcome outcome = await RunAsync(Objects());

        var deployed = Assert.IsType<DeployOutcome.Deployed>(outcome);
        Assert.Equal(
            [
                "validate", "apply Namespace/p25", "validate", "store", "record Running",
                "apply ConfigMap/c", "apply Service/ml-service", "apply Service/backend", "apply Service/frontend",
                "apply Deployment/ml-service", "wait ml-service",
                "apply Deployment/backend", "wait backend",
                "apply Deployment/frontend", "wait frontend",
                "apply Ingress/i",
                "get http://frontend/", "get http://backend/", "get http://ml-service/",
                "record Succeeded",
            ],
            cluster.Calls);
        Assert.Equal(0, ExitCodes.Of(outcome));
        Assert.Equal(3, deployed.Services.Count);
        LedgerEntry entry = Assert.Single(cluster.Entries);
        Assert.Equal((LedgerOutcome.Succeeded, "1.0.0", "sha256:bb"), (entry.Outcome, entry.Version, entry.Services[0].Image.Split('@')[1]));
        Assert.Equal("rev1", entry.Services[0].Revision);
    }

    [Fact]
    public async Task Run_DefinitionInTheSet_IsAppliedBeforeEverythingIsCheckedAgain()
    {
        await RunAsync(Objects());
        cluster.Calls.Clear();

        await RunAsync([FakePorts.Object("Widget", "w"), FakePorts.Object("CustomResourceDefinition", "widgets", "1"), .. Objects()]);
        Assert.Equal(["validate", "apply CustomResourceDefinition/widgets", "validate"], cluster.Calls[..3]);
        Assert.Contains("apply Widget/w", cluster.Calls[3..]);
        cluster.Calls.Clear();

        await RunAsync([FakePorts.Object("CustomResourceDefinition", "widgets", "2"), .. Objects()]);
        Assert.Equal(["validate", "apply CustomResourceDefinition/widgets", "validate"], cluster.Calls[..3]);
    }

    [Fact]
    public async Task Run_ObjectsBesideTheServices_AreWaitedForWithTheirWave()
    {
        await RunAsync([FakePorts.Object("StatefulSet", "db"), FakePorts.Object("Widget", "w"), .. Objects()]);

        Assert.Equal("StatefulSet/db Deployment/ml-service", Waited("ml-service"));
        Assert.Equal("Deployment/backend", Waited("backend"));
        Assert.Equal("Ingress/i Widget/w", string.Join(' ', cluster.Waits[^1].Objects.Select(o => o.ToString()).Order(StringComparer.Ordinal)));

        string Waited(string service) => string.Join(' ', cluster.Waits.Single(w => w.Services.Contains(service)).Objects);
    }

    [Fact]
    public async Task Run_JobBesideTheServicesFails_EndsTheDeploy()
    {
        cluster.Readiness["Job/migrate"] = new ReadinessResult.Failed([new ReadinessFailure("Job/migrate", "migrate-1", "run", "BackoffLimitExceeded", "failed", "look", ["column exists"], [])]);

        var outcome = Assert.IsType<DeployOutcome.NotReady>(await RunAsync([FakePorts.Object("Job", "migrate"), .. Objects()]));

        Assert.Equal(("Job/migrate", 3), (Assert.Single(outcome.Failures).Service, ExitCodes.Of(outcome)));
        Assert.DoesNotContain("apply Deployment/backend", cluster.Calls);
    }

    [Fact]
    public async Task Run_SameAgain_ChangesNothingAndIsNotRecordedTwice()
    {
        await RunAsync(Objects());
        cluster.Calls.Clear();

        DeployOutcome outcome = await RunAsync(Objects());

        Assert.IsType<DeployOutcome.Unchanged>(outcome);
        Assert.Equal(["validate", "wait frontend,backend,ml-service"], cluster.Calls);
        Assert.Single(cluster.Entries);
    }

    [Fact]
    public async Task Run_SameAfterAKilledRun_WritesTheMissingLedgerEntry()
    {
        await RunAsync(Objects());
        cluster.Entries.Clear();

        Assert.IsType<DeployOutcome.Unchanged>(await RunAsync(Objects()));

        Assert.Equal(LedgerOutcome.Succeeded, Assert.Single(cluster.Entries).Outcome);
    }

    [Fact]
    public async Task Run_SameAfterServicesDidNotAnswer_AsksThemAgain()
    {
        cluster.LastAnswer = new ServiceAnswer(503, "");
        Assert.IsType<DeployOutcome.NotReady>(await RunAsync(Objects()));

        Assert.IsType<DeployOutcome.NotReady>(await RunAsync(Objects()));
        cluster.LastAnswer = new ServiceAnswer(200, "");
        Assert.IsType<DeployOutcome.Unchanged>(await RunAsync(Objects()));

        Assert.Equal([LedgerOutcome.Failed, LedgerOutcome.Failed, LedgerOutcome.Succeeded], cluster.Entries.Select(e => e.Outcome));
    }

    [Fact]
    public async Task Run_UnchangedButNotServing_IsNotReady()
    {
        await RunAsync(Objects());
        cluster.Readiness["backend"] = new ReadinessResult.Failed([Failure("backend")]);

        var outcome = Assert.IsType<DeployOutcome.NotReady>(await RunAsync(Objects()));

        Assert.Empty(outcome.ChangedServices);
        Assert.Equal(3, ExitCodes.Of(outcome));
    }

    [Fact]
    public async Task Run_TwoRefusedObjects_AppliesNothingAndNamesBoth()
    {
        cluster.Refused["Deployment/backend"] = new ClusterProblem(ClusterProblemKind.Invalid, "spec.replicas: no", "");
        cluster.Refused["Service/backend"] = new ClusterProblem(ClusterProblemKind.Invalid, "spec.ports: no", "");

        var outcome = Assert.IsType<DeployOutcome.Rejected>(await RunAsync(Objects()));

        Assert.Equal(["validate"], cluster.Calls);
        Assert.Equal(2, outcome.Problems.Count);
        Assert.Equal(2, ExitCodes.Of(outcome));
        Assert.Empty(cluster.Entries);
    }

    [Fact]
    public async Task Run_ClusterGoneWhileApplying_IsInfrastructureAndSaysWhatChanged()
    {
        cluster.Refused["apply Deployment/backend"] = new ClusterProblem(ClusterProblemKind.Unreachable, "connection refused", "");

        var outcome = Assert.IsType<DeployOutcome.Infrastructure>(await RunAsync(Objects()));

        Assert.Equal(5, ExitCodes.Of(outcome));
        Assert.Contains(outcome.Changes, c => c.Manifest.ToString() == "Deployment/ml-service");
        Assert.Equal(LedgerOutcome.Failed, Assert.Single(cluster.Entries).Outcome);
    }

    [Fact]
    public async Task Run_BackendCrashesAtTheFirstDeploy_StopsBeforeFrontendAndLeavesItForALook()
    {
        cluster.Readiness["backend"] = new ReadinessResult.Failed([Failure("backend")]);

        var outcome = Assert.IsType<DeployOutcome.NotReady>(await RunAsync(Objects()));

        Assert.DoesNotContain("apply Deployment/frontend", cluster.Calls);
        Assert.Contains("Deployment/backend 1", cluster.Live);
        Assert.Equal(["backend", "ml-service"], outcome.ChangedServices);
        Assert.Contains("no earlier release", outcome.WhyNoReturn, StringComparison.Ordinal);
        Assert.Equal(["evidence/1"], outcome.Evidence);
        Assert.Equal(3, ExitCodes.Of(outcome));
        Assert.Equal(LedgerOutcome.Failed, cluster.Entries[^1].Outcome);
        Assert.Contains("CrashLoopBackOff", cluster.Entries[^1].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ReadyButSilentService_IsAskedUntilItAnswers()
    {
        cluster.Answers.Enqueue(new ServiceAnswer(0, "connection refused"));
        cluster.Answers.Enqueue(new ServiceAnswer(503, ""));

        Assert.IsType<DeployOutcome.Deployed>(await RunAsync(Objects()));

        Assert.Equal(3, cluster.Events.OfType<DeployEvent.SmokeChecked>().Count());
    }

    [Fact]
    public async Task Run_ServiceNeverAnswers_IsNotReadyWithTheCommandToType()
    {
        cluster.LastAnswer = new ServiceAnswer(0, "connection refused");

        var outcome = Assert.IsType<DeployOutcome.NotReady>(await RunAsync(Objects()));

        Assert.Equal(3, outcome.Failures.Count);
        Assert.Contains("connection refused", outcome.Failures[0].Reason, StringComparison.Ordinal);
        Assert.Contains("kubectl -n p25 describe service", outcome.Failures[0].Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_CancelledWhileWaiting_IsInterruptedAndRecorded()
    {
        using var cancel = new CancellationTokenSource();
        cluster.OnWait = cancel.Cancel;

        DeployOutcome outcome = await RunAsync(Objects(), cancel.Token);

        Assert.IsType<DeployOutcome.Interrupted>(outcome);
        Assert.Equal(130, ExitCodes.Of(outcome));
        Assert.Equal(LedgerOutcome.Interrupted, Assert.Single(cluster.Entries).Outcome);
    }

    [Fact]
    public async Task Run_LedgerCannotBeWritten_StillDeployedWithANotice()
    {
        cluster.LedgerBroken = true;

        var outcome = Assert.IsType<DeployOutcome.Deployed>(await RunAsync(Objects()));

        Assert.Null(outcome.Entry);
        Assert.Contains(cluster.Events, e => e is DeployEvent.Notice);
    }

    private async Task<DeployOutcome> RunAsync(IReadOnlyList<ManifestObject> objects, CancellationToken cancellationToken = default)
    {
        var request = new DeployRequest
        {
            Release = new Release("1.0.0", "abc", "me", [new ReleaseImage("backend", "r/backend@sha256:bb")], "hash"),
            Namespace = "p25",
            Objects = objects,
            Services = Services,
            ReadyDeadline = TimeSpan.FromMinutes(1),
        };
        return await new RollingDeploy(cluster.All, new InstantTime()).RunAsync(request, cancellationToken);
    }

    private static ManifestObject[] Objects(string marker = "1") =>
    [
        FakePorts.Object("Ingress", "i"),
        FakePorts.Object("Deployment", "frontend", marker),
        FakePorts.Object("Deployment", "backend", marker),
        FakePorts.Object("Deployment", "ml-service", marker),
        FakePorts.Object("Service", "ml-service"),
        FakePorts.Object("Service", "backend"),
        FakePorts.Object("Service", "frontend"),
        FakePorts.Object("ConfigMap", "c"),
        FakePorts.Object("Namespace", "p25"),
    ];

    private static ReadinessFailure Failure(string service) => new(service, service + "-x", service, "CrashLoopBackOff", "ended twice", "", ["boom"], []);
}
