using Sluice.Manifests;
using Sluice.Rollouts.Deploy;
using Sluice.Rollouts.Events;
using Sluice.Rollouts.Ledger;
using Sluice.Rollouts.Ports;
using Sluice.Rollouts.Rollback;

namespace Sluice.Rollouts.Tests.Rollback;

public class AutomaticReturnTests
{
    private readonly Shop shop = new();

    [Fact]
    public async Task Run_NewReleaseCrashes_TheEarlierOneComesBackVerifiedAndIsRecorded()
    {
        await shop.DeployAsync("1");
        shop.Crash("backend", "2");
        shop.Cluster.Calls.Clear();

        DeployOutcome outcome = await shop.DeployAsync("2", FakePorts.Object("ConfigMap", "only-in-2"));

        var returned = Assert.IsType<DeployOutcome.Returned>(outcome);
        var back = Assert.IsType<RollbackOutcome.Back>(returned.Return);
        Assert.IsType<DeployOutcome.NotReady>(returned.Failure);
        Assert.Equal((3, 1, 2), (ExitCodes.Of(outcome), back.Target.Number, returned.Entry!.Number));
        Assert.Equal("1 Succeeded, 2 Failed, 3 Succeeded→1", shop.Ledger());
        Assert.Equal("release 2 (1.2.0) failed", shop.Cluster.Entries[^1].Reason);
        Assert.Equal(("1.1.0", "hash1", "me"), (shop.Cluster.Entries[^1].Version, shop.Cluster.Entries[^1].RenderedHash, shop.Cluster.Entries[^1].Author));
        Assert.Equal(["Deployment/backend 1", "Deployment/frontend 1", "Service/backend 1", "Service/frontend 1"], shop.Cluster.Live);
        Assert.Equal(
            [
                "validate", "store", "record Running", "apply ConfigMap/only-in-2", "apply Service/backend", "apply Service/frontend", "apply Deployment/backend", "wait backend",
                "evidence", "record Failed",
                "validate", "record Running", "apply Service/backend", "apply Service/frontend", "apply Deployment/frontend", "apply Deployment/backend", "wait backend",
                "wait frontend,backend", "get http://frontend/", "get http://backend/", "record Succeeded", "remove ConfigMap/only-in-2",
            ],
            shop.Cluster.Calls);
        Assert.Equal(["evidence/2"], outcome.Evidence);
    }

    [Fact]
    public async Task Run_NewReleaseCrashes_TheReasonIsShownBeforeTheReturn()
    {
        await shop.DeployAsync("1");
        shop.Crash("backend", "2");
        shop.Cluster.Events.Clear();

        await shop.DeployAsync("2");

        Type[] shown = [.. shop.Cluster.Events.Where(e => e is DeployEvent.ServiceFailed or DeployEvent.Returning).Select(e => e.GetType())];
        Assert.Equal([typeof(DeployEvent.ServiceFailed), typeof(DeployEvent.Returning)], shown);
    }

    [Fact]
    public async Task Run_FrontendFailsAfterBackendWasReplaced_BothGoBackAndTheUserOfTheOtherFirst()
    {
        await shop.DeployAsync("1");
        shop.Crash("frontend", "2");
        shop.Cluster.Calls.Clear();

        await shop.DeployAsync("2");

        string[] back = [.. shop.Cluster.Calls.SkipWhile(c => c != "record Failed").Where(c => c.StartsWith("apply Deployment", StringComparison.Ordinal) || c.StartsWith("wait", StringComparison.Ordinal))];
        Assert.Equal(["apply Deployment/frontend", "wait frontend", "apply Deployment/backend", "wait backend", "wait frontend,backend"], back);
    }

    [Fact]
    public async Task Run_NewReleaseIsReadyButSilent_TheEarlierOneComesBack()
    {
        await shop.DeployAsync("1");
        for (int i = 0; i < 200; i++)
        {
            shop.Cluster.Answers.Enqueue(new ServiceAnswer(503, ""));
        }

        shop.Cluster.OnWait = () =>
        {
            if (shop.Cluster.Entries[^1].ReturnedTo > 0)
            {
                shop.Cluster.Answers.Clear();
            }
        };

        Assert.IsType<RollbackOutcome.Back>(Assert.IsType<DeployOutcome.Returned>(await shop.DeployAsync("2")).Return);
        Assert.Equal(["frontend", "backend"], shop.Cluster.EvidenceRequests[^1].ToBlame);
    }

    [Fact]
    public async Task Run_ServerRefusesHalfWay_WhatWasAppliedGoesBack()
    {
        await shop.DeployAsync("1");
        shop.Cluster.Refused["apply Ingress/i"] = new ClusterProblem(ClusterProblemKind.Invalid, "spec: no", "");

        var returned = Assert.IsType<DeployOutcome.Returned>(await shop.DeployAsync("2", FakePorts.Object("Ingress", "i")));

        Assert.IsType<DeployOutcome.Rejected>(returned.Failure);
        Assert.IsType<RollbackOutcome.Back>(returned.Return);
        Assert.Equal(3, ExitCodes.Of(returned));
        Assert.Contains("Deployment/backend 1", shop.Cluster.Live);
    }

    [Fact]
    public async Task Run_RefusedBeforeAnythingChanged_NothingGoesBack()
    {
        await shop.DeployAsync("1");
        shop.Cluster.Refused["Deployment/backend"] = new ClusterProblem(ClusterProblemKind.Invalid, "spec: no", "");

        Assert.IsType<DeployOutcome.Rejected>(await shop.DeployAsync("2"));

        Assert.Equal("1 Succeeded", shop.Ledger());
    }

    [Fact]
    public async Task Run_TheEarlierOneDoesNotComeBackEither_Exit4AndWhatServesNow()
    {
        await shop.DeployAsync("1");
        shop.Cluster.Readiness["backend"] = new ReadinessResult.Failed([new("backend", "x", "backend", "ImagePullBackOff", "gone", "", [], [])]);

        DeployOutcome outcome = await shop.DeployAsync("2");

        var failed = Assert.IsType<RollbackOutcome.Failed>(Assert.IsType<DeployOutcome.Returned>(outcome).Return);
        Assert.Equal(4, ExitCodes.Of(outcome));
        Assert.Equal(["backend rev1", "frontend rev1"], failed.Serving.Select(s => $"{s.Name} {s.Revision}"));
        Assert.Equal("1 Succeeded, 2 Failed, 3 Failed→1", shop.Ledger());
        Assert.Contains("ImagePullBackOff", shop.Cluster.Entries[^1].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_EarlierReleaseIsNotStored_SaysSoAndLeavesEverything()
    {
        shop.Cluster.StoreBroken = true;
        await shop.DeployAsync("1");
        shop.Crash("backend", "2");

        var outcome = Assert.IsType<DeployOutcome.NotReady>(await shop.DeployAsync("2"));

        Assert.Contains("no objects are stored", outcome.WhyNoReturn, StringComparison.Ordinal);
        Assert.Contains(shop.Cluster.Events, e => e is DeployEvent.Notice { Text: var text } && text.Contains("no way back", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_ServingReleaseBreaksByItself_IsNotTakenForANewOneThatFailed()
    {
        await shop.DeployAsync("1");
        shop.Crash("backend", "1");

        var outcome = Assert.IsType<DeployOutcome.NotReady>(await shop.DeployAsync("1"));

        Assert.Contains("the release that served before (1 (1.1.0))", outcome.WhyNoReturn, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ReturnIsSwitchedOff_APersonDecides()
    {
        await shop.DeployAsync("1");
        shop.Crash("backend", "2");

        var outcome = Assert.IsType<DeployOutcome.NotReady>(await shop.DeployObjectsAsync("2", Shop.Objects("2"), returns: false));

        Assert.Contains("onRegression: hold", outcome.WhyNoReturn, StringComparison.Ordinal);
        Assert.Contains("Deployment/backend 2", shop.Cluster.Live);
    }

    [Fact]
    public async Task Run_KilledAndThenRepeatedWithoutChanges_ReturnsAllTheSame()
    {
        await shop.DeployAsync("1");
        shop.Cluster.OnWait = () => throw new InvalidOperationException("killed");
        await Assert.ThrowsAsync<InvalidOperationException>(() => shop.DeployObjectsAsync("2", [FakePorts.Object("Deployment", "backend", "2")]));
        shop.Cluster.OnWait = null;
        shop.Crash("backend", "2");

        var returned = Assert.IsType<DeployOutcome.Returned>(await shop.DeployObjectsAsync("2", [FakePorts.Object("Deployment", "backend", "2")]));

        Assert.IsType<RollbackOutcome.Back>(returned.Return);
        Assert.Equal("1 Succeeded, 2 Running, 3 Failed, 4 Succeeded→1", shop.Ledger());
    }

    [Fact]
    public async Task Run_InterruptedAfterChanges_RecordsItAndReturnsNothing()
    {
        await shop.DeployAsync("1");
        using var cancel = new CancellationTokenSource();
        shop.Cluster.OnWait = cancel.Cancel;

        DeployOutcome outcome = await shop.DeployObjectsAsync("2", Shop.Objects("2"), cancellationToken: cancel.Token);

        Assert.IsType<DeployOutcome.Interrupted>(outcome);
        Assert.Equal("1 Succeeded, 2 Interrupted", shop.Ledger());
        Assert.Contains("Deployment/backend 2", shop.Cluster.Live);
    }

    [Fact]
    public async Task Run_AnotherRunTookTheLock_LeavesTheEnvironmentToIt()
    {
        await shop.DeployAsync("1");
        shop.Cluster.Refused["apply Deployment/frontend"] = new ClusterProblem(ClusterProblemKind.LockLost, "not ours", "");
        shop.Cluster.Calls.Clear();

        DeployOutcome outcome = await shop.DeployAsync("2");

        Assert.IsType<DeployOutcome.Infrastructure>(outcome);
        Assert.DoesNotContain("evidence", shop.Cluster.Calls);
        Assert.DoesNotContain(shop.Cluster.Entries, e => e.ReturnedTo > 0);
        Assert.Single(shop.Cluster.Calls, "apply Deployment/backend");
    }

    [Fact]
    public async Task Run_InterruptedOnTheWayBack_Is130AndTheNextRollbackGoesOn()
    {
        await shop.DeployAsync("1");
        shop.Crash("backend", "2");
        using var cancel = new CancellationTokenSource();
        shop.Cluster.OnWait = () =>
        {
            if (shop.Cluster.Entries[^1].ReturnedTo > 0)
            {
                cancel.Cancel();
            }
        };

        DeployOutcome outcome = await shop.DeployObjectsAsync("2", Shop.Objects("2"), cancellationToken: cancel.Token);
        shop.Cluster.OnWait = null;

        Assert.Equal(130, ExitCodes.Of(outcome));
        Assert.Equal("1 Succeeded, 2 Failed, 3 Interrupted→1", shop.Ledger());
        Assert.Equal(1, Assert.IsType<RollbackOutcome.Back>(await shop.RollbackAsync()).Target.Release);
    }

    [Fact]
    public async Task Run_EvidenceIsSlowWhileOldPodsServe_IsWaitedForNoLongerThanTwoSeconds()
    {
        var slow = new Shop { Time = new InstantTime(TimeSpan.FromSeconds(2.5)) };
        await slow.DeployAsync("1");
        slow.Crash("backend", "2");
        var reading = new TaskCompletionSource();
        slow.Cluster.EvidenceDelay = reading.Task;
        slow.Cluster.OnWait = () =>
        {
            if (slow.Cluster.Entries[^1].ReturnedTo > 0)
            {
                reading.TrySetResult();
            }
        };

        DeployOutcome outcome = await slow.DeployAsync("2");

        Assert.IsType<RollbackOutcome.Back>(Assert.IsType<DeployOutcome.Returned>(outcome).Return);
        Assert.Equal(["evidence/2"], outcome.Evidence);
        Assert.True(slow.Cluster.Calls.IndexOf("evidence") > slow.Cluster.Calls.LastIndexOf("record Running"));
    }

    [Fact]
    public async Task Run_NothingServesWhileEvidenceIsRead_TheReturnDoesNotWait()
    {
        await shop.DeployAsync("1");
        shop.Crash("backend", "2");
        var reading = new TaskCompletionSource();
        shop.Cluster.EvidenceDelay = reading.Task;
        shop.Cluster.OnWait = () =>
        {
            if (shop.Cluster.Entries[^1].ReturnedTo > 0)
            {
                reading.TrySetResult();
            }
        };
        ManifestObject[] objects = Shop.Objects("2");
        objects[1].Json["spec"]!["strategy"] = new System.Text.Json.Nodes.JsonObject { ["type"] = "Recreate" };

        Assert.IsType<RollbackOutcome.Back>(Assert.IsType<DeployOutcome.Returned>(await shop.DeployObjectsAsync("2", objects)).Return);
    }

    [Fact]
    public async Task Run_SecretsOfTheEarlierRelease_AreNeverAppliedAgainNorStoredWithData()
    {
        await shop.DeployAsync("1", Shop.Secret("keys", "hidden"));
        shop.Crash("backend", "2");
        shop.Cluster.Calls.Clear();

        var back = (RollbackOutcome.Back)Assert.IsType<DeployOutcome.Returned>(await shop.DeployAsync("2", Shop.Secret("keys", "other"))).Return;

        Assert.DoesNotContain(shop.Cluster.Stored.Values.SelectMany(r => r.Objects), o => o.Json.ToJsonString().Contains("hidden", StringComparison.Ordinal));
        Assert.Single(shop.Cluster.Calls, "apply Secret/keys");
        Assert.Equal(["Secret/keys"], back.NotRestored.Select(o => o.ToString()));
    }

    [Fact]
    public async Task Run_SecretOfTheEarlierReleaseIsGone_NothingIsTouchedAndExit4()
    {
        await shop.DeployAsync("1", Shop.Secret("keys", "hidden"));
        shop.Crash("backend", "2");
        shop.Cluster.Forget("Secret/keys");

        DeployOutcome outcome = await shop.DeployAsync("2");

        var failed = Assert.IsType<RollbackOutcome.Failed>(Assert.IsType<DeployOutcome.Returned>(outcome).Return);
        Assert.Contains("Secret/keys of release 1 (1.1.0) is gone", Assert.IsType<DeployOutcome.Infrastructure>(failed.Problem).Problems[0].What, StringComparison.Ordinal);
        Assert.Equal(4, ExitCodes.Of(outcome));
        Assert.Contains("Deployment/backend 2", shop.Cluster.Live);
    }

    [Fact]
    public async Task Run_TheFixAfterAReturn_GoesOut()
    {
        await shop.DeployAsync("1");
        shop.Crash("backend", "2");
        await shop.DeployAsync("2");

        Assert.IsType<DeployOutcome.Unchanged>(await shop.DeployAsync("1"));
        Assert.IsType<DeployOutcome.Deployed>(await shop.DeployAsync("3"));

        Assert.Equal("1 Succeeded, 2 Failed, 3 Succeeded→1, 4 Succeeded", shop.Ledger());
    }

    [Fact]
    public async Task Run_LedgerIsWrittenBeforeTheFirstChange_SoThatAKilledRunIsKnown()
    {
        await shop.DeployAsync("1");
        shop.Cluster.OnWait = () => throw new InvalidOperationException("killed");
        await Assert.ThrowsAsync<InvalidOperationException>(() => shop.DeployAsync("2", FakePorts.Object("ConfigMap", "only-in-2")));
        shop.Cluster.OnWait = null;

        Assert.Equal("1 Succeeded, 2 Running", shop.Ledger());
        var back = Assert.IsType<RollbackOutcome.Back>(await shop.RollbackAsync());

        Assert.Equal(1, back.Target.Release);
        Assert.Equal(["Deployment/backend 1", "Deployment/frontend 1", "Service/backend 1", "Service/frontend 1"], shop.Cluster.Live);
        Assert.Equal(LedgerOutcome.Running, shop.Cluster.Entries[1].Outcome);
    }
}
