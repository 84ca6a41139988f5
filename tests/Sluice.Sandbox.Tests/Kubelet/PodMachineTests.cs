using System.Text.Json.Nodes;
using Sluice.Sandbox.Controllers.Objects;
using Sluice.Sandbox.Kubelet.Pods;

namespace Sluice.Sandbox.Tests.Kubelet;

public sealed class PodMachineTests
{
    private const string Plain = """{"containers":[{"name":"c","image":"i"}]}""";
    private const string Probed = """
        {"terminationGracePeriodSeconds":5,"containers":[{"name":"c","image":"i",
         "startupProbe":{"tcpSocket":{"port":1},"periodSeconds":1,"failureThreshold":3},
         "readinessProbe":{"tcpSocket":{"port":1},"periodSeconds":2,"failureThreshold":2},
         "livenessProbe":{"tcpSocket":{"port":1},"periodSeconds":10,"failureThreshold":2}}]}
        """;

    private readonly HashSet<ProbeKind> _asked = [];
    private DateTimeOffset _now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Start_NoProbes_PullsStartsAndIsReady()
    {
        var machine = Machine(Plain);

        Assert.IsType<PodEffect.Pull>(Assert.Single(Do(machine, new PodInput.Tick())));
        Assert.Contains(Do(machine, new PodInput.ImageReady("c", "id", "")), e => e is PodEffect.Start { Instance: 0 });
        Assert.False(machine.IsReady);
        Do(machine, new PodInput.Started("c", 0));

        Assert.True(machine.IsReady);
        Assert.Equal("Running", Status(machine).Text("phase"));
    }

    [Fact]
    public void Crash_AgainAndAgain_WaitsNotAtAllThenTenSecondsDoublingToFiveMinutes()
    {
        var machine = Running(Plain);
        var waits = new List<double>();
        for (int instance = 0; instance < 8; instance++)
        {
            var effects = Do(machine, new PodInput.Exited("c", instance, 1));
            waits.Add(effects.Any(e => e is PodEffect.Start) ? 0 : (machine.WakeAt!.Value - _now).TotalSeconds);
            if (waits[^1] > 0)
            {
                Assert.Equal("CrashLoopBackOff", State(machine).Text("waiting", "reason"));
                _now = machine.WakeAt!.Value - TimeSpan.FromTicks(1);
                Assert.Empty(Do(machine, new PodInput.Tick()));
                _now = machine.WakeAt!.Value;
                Assert.Single(Do(machine, new PodInput.Tick()), e => e is PodEffect.Start);
            }

            Do(machine, new PodInput.Started("c", instance + 1));
        }

        Assert.Equal([0, 10, 20, 40, 80, 160, 300, 300], waits);
        var status = Status(machine).Objects("containerStatuses").Single();
        Assert.Equal(8, status.Int("restartCount"));
        Assert.Equal((1, "Error"), (status.Int("lastState", "terminated", "exitCode"), status.Text("lastState", "terminated", "reason")));
    }

    [Fact]
    public void Crash_StartedAgainAtOnce_ShowsTheEndUntilItRunsAndNoBackOff()
    {
        var machine = Running(Plain);

        Do(machine, new PodInput.Exited("c", 0, 1));

        Assert.Equal((1, "Error"), (State(machine).Int("terminated", "exitCode"), State(machine).Text("terminated", "reason")));
        Assert.Null(State(machine).At("waiting"));
        Do(machine, new PodInput.Started("c", 1));
        Assert.NotNull(State(machine).At("running"));
        Assert.Equal(1, Status(machine).Objects("containerStatuses").Single().Int("lastState", "terminated", "exitCode"));
    }

    [Fact]
    public void Restore_BetweenAnEndAndTheStartThatFollows_StartsTheContainer()
    {
        var machine = Running(Plain);
        Do(machine, new PodInput.Exited("c", 0, 1));
        var pod = Pod(Plain);
        pod["status"] = Status(machine);

        var back = new PodMachine(pod, _now);

        Do(back, new PodInput.Tick());
        Assert.Contains(Do(back, new PodInput.ImageReady("c", "id", "")), e => e is PodEffect.Start { Instance: 1 });
    }

    [Fact]
    public void Crash_AfterTenMinutesOfRunning_StartsAtOnceAgain()
    {
        var machine = Running(Plain);
        Do(machine, new PodInput.Exited("c", 0, 1));
        Do(machine, new PodInput.Started("c", 1));
        _now += TimeSpan.FromMinutes(10);

        Assert.Contains(Do(machine, new PodInput.Exited("c", 1, 1)), e => e is PodEffect.Start { Instance: 2 });
    }

    [Theory]
    [InlineData("Never", 1, "Failed")]
    [InlineData("Never", 0, "Succeeded")]
    [InlineData("OnFailure", 0, "Succeeded")]
    [InlineData("OnFailure", 1, "Running")]
    [InlineData("Always", 0, "Running")]
    public void Exit_ByPolicy_EndsThePodOrNot(string policy, int code, string phase)
    {
        var machine = Running($$"""{"restartPolicy":"{{policy}}","containers":[{"name":"c","image":"i"}]}""");

        Do(machine, new PodInput.Exited("c", 0, code));

        Assert.Equal(phase, Status(machine).Text("phase"));
    }

    [Fact]
    public void Readiness_FailsAsOftenAsItsThreshold_IsTakenBackAndComesAgain()
    {
        var machine = Running(Probed);
        Answer(machine, ProbeKind.Startup, true);
        Answer(machine, ProbeKind.Readiness, true);
        Assert.True(machine.IsReady);

        Ask(machine, ProbeKind.Readiness, false);
        Assert.True(machine.IsReady);
        Ask(machine, ProbeKind.Readiness, false);
        Assert.False(machine.IsReady);
        Ask(machine, ProbeKind.Readiness, true);

        Assert.True(machine.IsReady);
        Assert.Equal(0, machine.Containers[0].Restarts);
    }

    [Fact]
    public void Startup_NotYetPassed_HoldsTheOthersBackAndIsAskedBetweenItsBeatsWithoutCounting()
    {
        var machine = Running(Probed);
        int asked = 0;
        for (var end = _now.AddSeconds(2); _now < end; _now = machine.WakeAt!.Value)
        {
            asked++;
            Assert.All(Do(machine, new PodInput.Tick()).OfType<PodEffect.Probe>(), p => Assert.Equal(ProbeKind.Startup, p.Spec.Kind));
            Do(machine, new PodInput.Probed("c", 0, ProbeKind.Startup, false, "no"));
        }

        Assert.InRange(asked, 7, 10);
        Assert.Equal(ContainerPhase.Running, machine.Containers[0].Phase);
    }

    [Fact]
    public void Startup_FailsAsOftenAsItsThreshold_RestartsTheContainer()
    {
        var machine = Running(Probed);
        var start = _now;
        for (int i = 0; i < 100 && machine.Containers[0].Phase == ContainerPhase.Running; i++)
        {
            Do(machine, new PodInput.Tick());
            Do(machine, new PodInput.Probed("c", 0, ProbeKind.Startup, false, "no"));
            _now = machine.WakeAt ?? _now;
        }

        Assert.Equal(ContainerPhase.Stopping, machine.Containers[0].Phase);
        Assert.Contains(Do(machine, new PodInput.Exited("c", 0, 143)), e => e is PodEffect.Start { Instance: 1 });
        Assert.InRange((_now - start).TotalSeconds, 3, 9);
    }

    [Fact]
    public void Liveness_Fails_StopsAndKillsAfterTheGrace()
    {
        var machine = Running(Probed);
        Answer(machine, ProbeKind.Startup, true);
        Ask(machine, ProbeKind.Liveness, false);

        var effects = Ask(machine, ProbeKind.Liveness, false);
        Assert.Contains(effects, e => e is PodEffect.Stop);
        Assert.Contains(effects, e => e is PodEffect.Tell { Reason: "Killing" });
        _now += TimeSpan.FromSeconds(4);
        Assert.Empty(Do(machine, new PodInput.Tick()));
        _now += TimeSpan.FromSeconds(1);

        Assert.IsType<PodEffect.Kill>(Assert.Single(Do(machine, new PodInput.Tick())));
    }

    [Fact]
    public void Delete_Running_TermThenKillThenGoneAndNeverReadyMeanwhile()
    {
        var machine = Running(Plain);
        var deleted = Pod(Plain);
        deleted["metadata"]!["deletionTimestamp"] = "2030-01-01T00:00:30Z";
        deleted["metadata"]!["deletionGracePeriodSeconds"] = 30;

        Assert.Contains(Do(machine, new PodInput.Changed(deleted)), e => e is PodEffect.Stop);
        Assert.False(machine.IsReady);
        _now += TimeSpan.FromSeconds(30);
        Assert.IsType<PodEffect.Kill>(Assert.Single(Do(machine, new PodInput.Tick())));

        Assert.IsType<PodEffect.Remove>(Assert.Single(Do(machine, new PodInput.Exited("c", 0, 137))));
        Assert.Empty(Do(machine, new PodInput.Tick()));
    }

    [Fact]
    public void Delete_WhilePulling_IsGoneAtOnce()
    {
        var machine = Machine(Plain);
        Do(machine, new PodInput.Tick());

        Assert.IsType<PodEffect.Remove>(Assert.Single(Do(machine, new PodInput.Gone())));
    }

    [Fact]
    public void Pull_Fails_IsErrImagePullThenBackOffThenTriedAgain()
    {
        var machine = Machine(Plain);
        Do(machine, new PodInput.Tick());
        Do(machine, new PodInput.ImageFailed("c", "no such image"));
        Assert.Equal(("ErrImagePull", "no such image"), (State(machine).Text("waiting", "reason"), State(machine).Text("waiting", "message")));
        Do(machine, new PodInput.Changed(Pod(Plain)));
        Assert.Equal("ImagePullBackOff", State(machine).Text("waiting", "reason"));
        Assert.Contains("no such image", State(machine).Text("waiting", "message"), StringComparison.Ordinal);

        _now += TimeSpan.FromSeconds(10);
        Assert.IsType<PodEffect.Pull>(Assert.Single(Do(machine, new PodInput.Tick())));
        Assert.Equal("Pending", Status(machine).Text("phase"));
    }

    [Fact]
    public void Start_ConfigIsMissing_WaitsForItWithoutCountingRestarts()
    {
        var machine = Machine(Plain);
        Do(machine, new PodInput.Tick());
        Do(machine, new PodInput.ImageReady("c", "id", ""));
        Do(machine, new PodInput.StartFailed("c", 0, new StartProblem(StartProblem.Config, "configmap \"x\" not found")));

        Assert.Equal("CreateContainerConfigError", State(machine).Text("waiting", "reason"));
        _now = machine.WakeAt!.Value;
        Assert.Contains(Do(machine, new PodInput.Tick()), e => e is PodEffect.Start { Instance: 0 });
    }

    [Fact]
    public void Init_RunsBeforeTheOthersOneByOne()
    {
        var machine = Machine("""{"initContainers":[{"name":"a","image":"i"},{"name":"b","image":"i"}],"containers":[{"name":"c","image":"i"}]}""");
        foreach (string name in (string[])["a", "b"])
        {
            Assert.Equal(name, Do(machine, new PodInput.Tick()).OfType<PodEffect.Pull>().Concat(machine.InitContainers.Where(x => x.Phase == ContainerPhase.Pulling).Select(x => new PodEffect.Pull(x.Spec))).First().Container.Name);
            Do(machine, new PodInput.ImageReady(name, "id", ""));
            Do(machine, new PodInput.Started(name, 0));
            Assert.False(machine.IsInitialized);
            Assert.Equal("PodInitializing", State(machine).Text("waiting", "reason"));
            Do(machine, new PodInput.Exited(name, 0, 0));
        }

        Assert.True(machine.IsInitialized);
        Assert.Equal(ContainerPhase.Pulling, machine.Containers[0].Phase);
    }

    [Fact]
    public void Restore_SandboxWasAway_CountsARestartAndKeepsTheEnd()
    {
        var machine = Running(Plain);
        var stored = Pod(Plain);
        stored["status"] = Status(machine).DeepClone();

        var back = new PodMachine(stored, _now);

        var status = PodStatus.Of(stored, back, "1.2.3.4", "1.1.1.1", _now).Objects("containerStatuses").Single();
        Assert.Equal((0, 255), (status.Int("restartCount"), status.Int("lastState", "terminated", "exitCode")));
        Assert.False(back.IsReady);
        Do(back, new PodInput.Tick());
        Do(back, new PodInput.ImageReady("c", "id", ""));
        Do(back, new PodInput.Started("c", 1));
        Assert.Equal(1, Status(back).Objects("containerStatuses").Single().Int("restartCount"));
    }

    [Fact]
    public void ReadinessGate_SetByAnother_HoldsReadyBack()
    {
        const string spec = """{"readinessGates":[{"conditionType":"x/y"}],"containers":[{"name":"c","image":"i"}]}""";
        var machine = Running(spec);
        Assert.True(machine.AreContainersReady);
        Assert.False(machine.IsReady);
        var pod = Pod(spec);
        pod["status"] = JsonNode.Parse("""{"conditions":[{"type":"x/y","status":"True"}]}""");

        Do(machine, new PodInput.Changed(pod));

        Assert.True(machine.IsReady);
        Assert.NotNull(Conditions.Find(PodStatus.Of(pod, machine, "1.2.3.4", "1.1.1.1", _now), "x/y"));
    }

    private static JsonObject Pod(string spec) => new()
    {
        ["metadata"] = new JsonObject { ["name"] = "p", ["namespace"] = "n", ["uid"] = "u" },
        ["spec"] = JsonNode.Parse(spec),
    };

    private PodMachine Machine(string spec) => new(Pod(spec), _now);

    private PodMachine Running(string spec)
    {
        var machine = Machine(spec);
        Do(machine, new PodInput.Tick());
        Do(machine, new PodInput.ImageReady("c", "id", ""));
        Do(machine, new PodInput.Started("c", 0));
        return machine;
    }

    private IReadOnlyList<PodEffect> Do(PodMachine machine, PodInput input)
    {
        var effects = machine.Handle(input, _now);
        _asked.UnionWith(effects.OfType<PodEffect.Probe>().Select(p => p.Spec.Kind));
        return effects;
    }

    private IReadOnlyList<PodEffect> Answer(PodMachine machine, ProbeKind kind, bool isGood)
    {
        Assert.True(_asked.Remove(kind), $"{kind} was not asked");
        return Do(machine, new PodInput.Probed("c", 0, kind, isGood, "no"));
    }

    /// <summary>Moves the clock to the next question of a kind, answers all others well on the way, and this one as said.</summary>
    private IReadOnlyList<PodEffect> Ask(PodMachine machine, ProbeKind kind, bool isGood)
    {
        for (int i = 0; i < 100 && !_asked.Contains(kind); i++)
        {
            _asked.ToList().ForEach(other => Answer(machine, other, true));
            _now = machine.WakeAt is { } wake && wake > _now ? wake : _now;
            Do(machine, new PodInput.Tick());
        }

        return Answer(machine, kind, isGood);
    }

    private JsonObject Status(PodMachine machine) => PodStatus.Of(Pod(Plain), machine, "1.2.3.4", "1.1.1.1", _now);

    private JsonNode? State(PodMachine machine) => Status(machine).Objects("containerStatuses").Single().At("state");
}
