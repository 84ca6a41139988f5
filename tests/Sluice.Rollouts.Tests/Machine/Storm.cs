using Sluice.Model.Environments;
using Sluice.Model.Gates;
using Sluice.Model.Services;
using Sluice.Model.Strategies;
using Sluice.Rollouts.Machine;

namespace Sluice.Rollouts.Tests.Machine;

/// <summary>A rollout in a cluster that does some of what it is told, loses the rest, lies, dies and is shouted at.</summary>
internal sealed class Storm
{
    private readonly Dictionary<string, ServiceObservation> _world;
    private readonly RuleWatch _rules;
    private DateTimeOffset _now = Plans.Start;

    /// <param name="seed">Chooses the plan and how things stand at its begin.</param>
    public Storm(int seed)
    {
        var random = new Random(seed);
        State = RolloutState.Begin(Plan(random), _now);
        _world = State.Plan.Services.ToDictionary(one => one.Service, one => new ServiceObservation(one.Service)
        {
            Stable = random.Next(8) switch { 0 => new StackSight(0, 0), 1 => new StackSight(3, 0), _ => new StackSight(3, 3) },
            Candidate = new StackSight(0, 0),
            Weight = 0,
        });
        _rules = new RuleWatch(State.Plan);
    }

    public RolloutState State { get; private set; }

    public List<RolloutEvent> Events { get; } = [];

    /// <summary>One moment; fails if a rule is broken.</summary>
    public void Tick(int seed)
    {
        var random = new Random(seed);
        _now += TimeSpan.FromSeconds(random.Next(10) switch { 0 => -5, 1 => 0, 2 => 200, 3 => 1000, _ => random.Next(1, 40) });
        foreach (var service in State.Plan.Services)
        {
            _world[service.Service] = Disturb(_world[service.Service], service, random);
        }

        // Blind or lied to: a sight without any memory.
        var seen = new Observation(_now, Signal(random), [.. _world.Values.Where(_ => random.Next(12) > 0).Select(one => random.Next(10) == 0 ? Blur(one, random) : one)]);
        var decision = RolloutMachine.Decide(State, seen);
        _rules.Check(State, seen, decision);
        if (random.Next(4) == 0)
        {
            var restored = RolloutMachine.Decide(StateDocument.Read(StateDocument.Write(State)), seen);
            Assert.Equal(decision.Commands, restored.Commands);
            Assert.Equal(decision.Events, restored.Events);
            Assert.Equal(StateDocument.Write(decision.State), StateDocument.Write(restored.State));
        }

        State = decision.State;
        Events.AddRange(decision.Events);
        foreach (var command in decision.Commands.Where(_ => random.Next(6) > 0))
        {
            var isRolling = State.Plan.Services.Single(one => one.Service == command.Service).IsRolling;
            _world[command.Service] = isRolling && command is RolloutCommand.SetWeight weight
                ? Replace(_world[command.Service], weight.Weight, random)
                : Apply(_world[command.Service], command, random);
        }
    }

    private static RolloutPlan Plan(Random random)
    {
        var services = Enumerable.Range(0, random.Next(1, 4)).Select(index => Service($"s{index}", random.Next(2), random)).ToArray();
        return Plans.Of(services) with { OnRegression = (RegressionAction)random.Next(2), OnInconclusive = (InconclusiveAction)random.Next(2) };
    }

    private static ServicePlan Service(string name, int level, Random random)
    {
        GateDefinition gate = random.Next(4) == 0 ? NoGate.Instance : Plans.Gate;
        RolloutStep[] extras =
        [
            new PauseStep(random.Next(2) == 0 ? null : TimeSpan.FromMinutes(1), (PauseEnd)random.Next(2)), new SmokeStep(new JobDefinition("smoke")),
            new ManualStep("Right?", TimeSpan.FromMinutes(5)),
        ];
        var chosen = extras.Where(_ => random.Next(3) == 0).ToArray();
        return random.Next(5) == 0 ? Plans.Rolling(name, level, gate)
            : random.Next(3) == 0
            ? Plans.BlueGreen(name, level, StackSize.Of(1), gate, chosen)
            : Plans.Canary(name, level, (TrafficRouter)random.Next(1, 4), gate, [new WeightStep(10), .. chosen, new WeightStep(25), new ReplicasStep(StackSize.Of(2)), new WeightStep(60)]);
    }

    private static RolloutSignal Signal(Random random) =>
        random.Next(12) == 0 ? (RolloutSignal)random.Next(1, 8) : RolloutSignal.None;

    private static ServiceObservation Disturb(ServiceObservation seen, ServicePlan plan, Random random) => random.Next(14) switch
    {
        0 => seen with { Stable = seen.Stable! with { Ready = random.Next(seen.Stable.Pods + 1) } },
        1 => seen with { Stable = seen.Stable! with { Ready = seen.Stable.Pods } },
        2 => seen with { Candidate = seen.Candidate! with { Ready = random.Next(seen.Candidate.Pods + 1), Failure = random.Next(6) == 0 ? "crash loop" : null } },
        3 or 4 => seen with { Candidate = new StackSight(seen.Candidate!.Pods, seen.Candidate.Pods) },
        5 => seen with { Gate = new GateAnswer(random.Next(plan.Steps.Count), (GateWord)random.Next(4), random.Next(2) == 0, "numbers") },
        6 => seen with { IsHeld = random.Next(2) == 0 },
        7 => seen with { Weight = random.Next(101) },
        _ => seen,
    };

    private static ServiceObservation Blur(ServiceObservation seen, Random random) => random.Next(4) switch
    {
        0 => seen with { Stable = null },
        1 => seen with { Candidate = null },
        2 => seen with { Weight = null },
        _ => new ServiceObservation(seen.Service),
    };

    // In place: some pods are replaced, most often all.
    private static ServiceObservation Replace(ServiceObservation seen, int weight, Random random)
    {
        var pods = Math.Max(3, seen.Stable!.Pods);
        var done = random.Next(4) == 0 ? random.Next(pods) : pods;
        return seen with
        {
            Asked = weight,
            Weight = done == pods ? weight : null,
            IsPromoted = done == pods && weight == 100,
            Candidate = weight == 100 ? new StackSight(pods, done) : new StackSight(pods - done, pods - done),
            Stable = seen.Stable.Pods == 0 ? seen.Stable : new StackSight(pods, weight == 100 ? pods - done : done),
        };
    }

    private static ServiceObservation Apply(ServiceObservation seen, RolloutCommand command, Random random) => command switch
    {
        RolloutCommand.HoldCapacity => seen with { IsHeld = true },
        RolloutCommand.ReleaseCapacity => seen with { IsHeld = false },
        RolloutCommand.ScaleCandidate scale => seen with { Candidate = new StackSight(scale.Pods, scale.Pods) },
        RolloutCommand.SetWeight weight => seen with { Weight = weight.Weight, IsPromoted = seen.IsPromoted && weight.Weight > 0 },
        RolloutCommand.Judge judge => seen with { Gate = new GateAnswer(judge.Step, random.Next(8) == 0 ? (GateWord)random.Next(4) : GateWord.Pass, random.Next(2) == 0, "numbers") },
        RolloutCommand.RunJob job => seen with { Job = new JobSight(job.Step, random.Next(5) switch { 0 => null, 1 => false, _ => true }, "exit code") },
        RolloutCommand.Promote => seen with { IsPromoted = true },
        RolloutCommand.KeepWarm => seen with { IsWarm = true },
        RolloutCommand.SaveEvidence => seen with { IsEvidenceSaved = true },
        RolloutCommand.RemoveCandidate => seen with { Candidate = new StackSight(0, 0) },
        _ => throw new ArgumentOutOfRangeException(nameof(command), command, "Unknown command."),
    };
}
