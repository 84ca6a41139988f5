using Sluice.Kubernetes.Readiness;

namespace Sluice.Kubernetes.Tests.Readiness;

public class ReadinessRulesTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;

    // generation, observed, desired, updated, total, available
    [Theory]
    [InlineData(1, 1, 1, 1, 1, 1, "Ready")]
    [InlineData(2, 2, 3, 3, 3, 3, "Ready")]
    [InlineData(2, 3, 3, 3, 3, 3, "Ready")]
    [InlineData(1, 1, 0, 0, 0, 0, "Ready")]
    [InlineData(2, 1, 3, 3, 3, 3, "Waiting")]
    [InlineData(1, 0, 0, 0, 0, 0, "Waiting")]
    [InlineData(2, 2, 3, 2, 3, 3, "Waiting")]
    [InlineData(2, 2, 3, 3, 4, 3, "Waiting")]
    [InlineData(2, 2, 3, 3, 3, 2, "Waiting")]
    [InlineData(2, 2, 3, 3, 3, 0, "Waiting")]
    [InlineData(2, 2, 3, 0, 3, 3, "Waiting")]
    [InlineData(2, 2, 0, 0, 1, 1, "Waiting")]
    public void Judge_ReplicaCounts_DecidesAsRolloutStatusDoes(long generation, long observed, int desired, int updated, int total, int available, string expected) =>
        Assert.Equal(expected, Word(Judge(new DeploymentSnapshot(generation, observed, desired, updated, total, available, false, null, null))));

    // state of one new pod's container, seconds in that trouble, verdict, named state
    [Theory]
    [InlineData("ErrImagePull", "manifest unknown", 0, "Failed", "ErrImagePull")]
    [InlineData("ErrImagePull", "rpc error: image not found", 0, "Failed", "ErrImagePull")]
    [InlineData("ErrImagePull", "pull access denied", 0, "Failed", "ErrImagePull")]
    [InlineData("ErrImagePull", "401 Unauthorized", 0, "Failed", "ErrImagePull")]
    [InlineData("ErrImagePull", "dial tcp: i/o timeout", 0, "Waiting", "")]
    [InlineData("ErrImagePull", "dial tcp: i/o timeout", 14, "Waiting", "")]
    [InlineData("ErrImagePull", "dial tcp: i/o timeout", 15, "Failed", "ErrImagePull")]
    [InlineData("ImagePullBackOff", "Back-off pulling image", 3, "Waiting", "")]
    [InlineData("ImagePullBackOff", "Back-off pulling image", 16, "Failed", "ImagePullBackOff")]
    [InlineData("ImagePullBackOff", "image not found", 0, "Failed", "ImagePullBackOff")]
    [InlineData("InvalidImageName", "couldn't parse", 0, "Failed", "InvalidImageName")]
    [InlineData("ErrImageNeverPull", "", 0, "Failed", "ErrImageNeverPull")]
    [InlineData("CreateContainerConfigError", "secret \"x\" not found", 0, "Failed", "CreateContainerConfigError")]
    [InlineData("CreateContainerError", "no command", 0, "Failed", "CreateContainerError")]
    [InlineData("RunContainerError", "exec format error", 0, "Failed", "RunContainerError")]
    [InlineData("StartError", "no such file", 0, "Failed", "StartError")]
    [InlineData("CrashLoopBackOff", "back-off 10s", 0, "Failed", "CrashLoopBackOff")]
    [InlineData("ContainerCreating", "", 500, "Waiting", "")]
    [InlineData("PodInitializing", "", 500, "Waiting", "")]
    public void Judge_WaitingContainer_FailsWhenWaitingIsPointless(string reason, string message, int seconds, string expected, string state)
    {
        ReadinessVerdict verdict = JudgePod(Container() with { Waiting = reason, Message = message, Running = false }, seconds);

        Assert.Equal(expected, Word(verdict));
        Assert.Equal(state, (verdict as ReadinessVerdict.Failed)?.Trouble.State ?? "");
    }

    // restarts, restarts before the deploy looked, ready, running, exit code of the ended run, verdict
    [Theory]
    [InlineData(0, 0, false, true, null, "Waiting")]
    [InlineData(0, 0, false, false, 1, "Waiting")]
    [InlineData(1, 0, false, true, 1, "Waiting")]
    [InlineData(1, 0, false, false, 139, "Waiting")]
    [InlineData(2, 0, false, true, 1, "Failed")]
    [InlineData(2, 0, false, false, 1, "Failed")]
    [InlineData(7, 0, false, true, 1, "Failed")]
    [InlineData(7, 6, false, true, 1, "Waiting")]
    [InlineData(8, 6, false, true, 1, "Failed")]
    [InlineData(7, 0, true, true, 1, "Waiting")]
    public void Judge_Restarts_FailsAtTheSecondUnlessServing(int restarts, int earlier, bool ready, bool running, int? exit, string expected)
    {
        Termination? end = exit is { } code ? new Termination("Error", code, 0, "") : null;
        ContainerSnapshot container = Container() with { Restarts = restarts, Ready = ready, Running = running, Terminated = running ? null : end, Last = running ? end : null };

        Assert.Equal(expected, Word(JudgePod(container, 0, earlier)));
    }

    [Fact]
    public void Judge_FinishedInitContainer_IsNoTrouble() =>
        Assert.Equal("Waiting", Word(JudgePod(Container() with { Init = true, Running = false, Restarts = 3, Terminated = new Termination("Completed", 0, 0, "") }, 100)));

    [Theory]
    [InlineData(0, "Waiting")]
    [InlineData(29, "Waiting")]
    [InlineData(30, "Failed")]
    public void Judge_Unschedulable_FailsAfterItsGrace(int seconds, string expected)
    {
        PodSnapshot pod = Pod() with { Phase = "Pending", Unschedulable = "0/3 nodes are available: insufficient cpu", Containers = [] };

        ReadinessVerdict verdict = Judge(Rolling(), new ObservedPod(pod, PodTroubles.Of(pod, _ => 0), Start), Start.AddSeconds(seconds));

        Assert.Equal(expected, Word(verdict));
    }

    [Theory]
    [InlineData("pods \"x\" is forbidden: exceeded quota: q, requested: pods=1", 4, "Waiting", "")]
    [InlineData("pods \"x\" is forbidden: exceeded quota: q, requested: pods=1", 5, "Failed", "QuotaExceeded")]
    [InlineData("pods \"x\" is forbidden: error looking up service account", 5, "Failed", "FailedCreate")]
    public void Judge_PodsCannotBeCreated_FailsAfterItsGrace(string message, int seconds, string expected, string state)
    {
        ReadinessVerdict verdict = ReadinessRules.Judge(new WorkloadSnapshot("backend", Rolling(), message, Start, []), Start.AddSeconds(seconds));

        Assert.Equal(expected, Word(verdict));
        Assert.Equal(state, (verdict as ReadinessVerdict.Failed)?.Trouble.State ?? "");
    }

    [Fact]
    public void Judge_ProgressDeadlineExceeded_FailsAndNamesTheWorstPod()
    {
        PodSnapshot pod = Pod() with { Containers = [Container() with { Ready = false }] };

        ReadinessVerdict verdict = Judge(Rolling() with { ProgressFailure = "has timed out" }, new ObservedPod(pod, PodTroubles.Of(pod, _ => 0), Start), Start);

        var failed = Assert.IsType<ReadinessVerdict.Failed>(verdict);
        Assert.Equal(("ProgressDeadlineExceeded", "backend-1"), (failed.Trouble.State, failed.Pod));
        Assert.Contains("readiness probe", failed.Trouble.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_StaleFailureBeforeTheControllerSawTheNewSpec_StillWaits() =>
        Assert.Equal("Waiting", Word(Judge(Rolling() with { ObservedGeneration = 1, ProgressFailure = "of the previous revision" })));

    [Fact]
    public void Judge_Paused_FailsWithTheCommandToType()
    {
        var failed = Assert.IsType<ReadinessVerdict.Failed>(Judge(Rolling() with { Paused = true }));

        Assert.Contains("kubectl rollout resume deployment/backend", failed.Trouble.Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, "Waiting")]
    [InlineData(true, "Failed")]
    public void Judge_NoDeployment_FailsOnlyIfItWasThere(bool wasDeleted, string expected) =>
        Assert.Equal(expected, Word(ReadinessRules.Judge(new WorkloadSnapshot("backend", null, null, Start, []) { WasDeleted = wasDeleted }, Start)));

    [Fact]
    public void Judge_PodThatIsOnlySlow_WaitsAndSaysWhatItIs()
    {
        PodSnapshot pod = Pod() with { Phase = "Pending", Containers = [Container() with { Running = false, Waiting = "ContainerCreating" }] };

        var waiting = Assert.IsType<ReadinessVerdict.Waiting>(Judge(Rolling(), new ObservedPod(pod, PodTroubles.Of(pod, _ => 0), Start), Start.AddHours(1)));

        Assert.Equal("the pod is still ContainerCreating", waiting.Trouble!.Reason);
    }

    [Fact]
    public void Judge_TwoTroubledPods_NamesTheFatalOne()
    {
        PodSnapshot slow = Pod() with { Name = "a", Containers = [Container() with { Ready = false }] };
        PodSnapshot broken = Pod() with { Name = "b", Containers = [Container() with { Running = false, Waiting = "CrashLoopBackOff" }] };
        ObservedPod[] pods = [.. new[] { slow, broken }.Select(p => new ObservedPod(p, PodTroubles.Of(p, _ => 0), Start))];

        var failed = Assert.IsType<ReadinessVerdict.Failed>(ReadinessRules.Judge(new WorkloadSnapshot("backend", Rolling(), null, Start, pods), Start));

        Assert.Equal("b", failed.Pod);
    }

    [Fact]
    public void Since_TroubleOfTheSameClassAlternates_CountsFromItsFirstSight()
    {
        var clock = new TroubleClock();

        clock.Since("pod", TroubleClass.Pull, Start);

        Assert.Equal(Start, clock.Since("pod", TroubleClass.Pull, Start.AddSeconds(12)));
        Assert.Equal(Start.AddSeconds(13), clock.Since("pod", TroubleClass.Crash, Start.AddSeconds(13)));
        Assert.Equal(Start.AddSeconds(14), clock.Since("pod", null, Start.AddSeconds(14)));
        Assert.Equal(Start.AddSeconds(15), clock.Since("pod", TroubleClass.Crash, Start.AddSeconds(15)));
    }

    [Fact]
    public void Crash_OutOfMemory_SaysSo()
    {
        ContainerSnapshot container = Container() with { Running = false, Waiting = "CrashLoopBackOff", Restarts = 3, Last = new Termination("OOMKilled", 137, 0, "") };

        var failed = Assert.IsType<ReadinessVerdict.Failed>(JudgePod(container, 0));

        Assert.Contains("too much memory", failed.Trouble.Reason, StringComparison.Ordinal);
        Assert.Contains("limits.memory", failed.Trouble.Hint, StringComparison.Ordinal);
    }

    private static ReadinessVerdict JudgePod(ContainerSnapshot container, int seconds, int earlierRestarts = 0)
    {
        PodSnapshot pod = Pod() with { Containers = [container] };
        return Judge(Rolling(), new ObservedPod(pod, PodTroubles.Of(pod, _ => earlierRestarts), Start), Start.AddSeconds(seconds));
    }

    private static ReadinessVerdict Judge(DeploymentSnapshot deployment) => ReadinessRules.Judge(new WorkloadSnapshot("backend", deployment, null, Start, []), Start);

    private static ReadinessVerdict Judge(DeploymentSnapshot deployment, ObservedPod pod, DateTimeOffset now) =>
        ReadinessRules.Judge(new WorkloadSnapshot("backend", deployment, null, Start, [pod]), now);

    private static DeploymentSnapshot Rolling() => new(2, 2, 2, 1, 3, 2, false, null, null);

    private static PodSnapshot Pod() => new("backend-1", "u1", "Running", false, false, null, [Container()]);

    private static ContainerSnapshot Container() => new("backend", false, true, true, null, "", null, null, 0, "r/backend@sha256:00");

    private static string Word(ReadinessVerdict verdict) => verdict.GetType().Name;
}
