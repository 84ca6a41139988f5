using Sluice.Model.Environments;
using Sluice.Model.Gates;
using Sluice.Model.Strategies;
using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Events;
using Sluice.Rollouts.Machine;

namespace Sluice.Reports.Tests.Rollouts;

/// <summary>A rollout that is played by the machine itself in a cluster that does what it is told, unless a test breaks it.</summary>
internal sealed class RolloutPlay
{
    public static readonly DateTimeOffset Start = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);

    private readonly Dictionary<string, ServiceObservation> _services;

    public RolloutPlay(params ServicePlan[] services)
        : this(new RolloutPlan(services, RegressionAction.Rollback, InconclusiveAction.Rollback, TimeSpan.FromMinutes(2)))
    {
    }

    public RolloutPlay(RolloutPlan plan)
    {
        State = RolloutState.Begin(plan, Start);
        _services = plan.Services.ToDictionary(service => service.Service, service => new ServiceObservation(service.Service)
        {
            Stable = new StackSight(4, 4),
            Candidate = new StackSight(0, 0),
            Weight = 0,
        });
    }

    public RolloutState State { get; private set; }

    public DateTimeOffset Now { get; private set; } = Start;

    /// <summary>Everything that an observer gets.</summary>
    public List<DeployEvent> Events { get; } = [];

    public GateWord Gate { get; set; } = GateWord.Pass;

    public string GateText { get; set; } = "within the margin in every metric after 30 s";

    public GateSight? Sight { get; set; } = new("errors", "errors: 620 of about 1000 candidate requests seen")
    {
        ToPass = 0.62,
        ToRollback = 0.03,
        CandidateRequests = 620,
        CandidateBad = 5,
        StableRequests = 2481,
        StableBad = 17,
    };

    public ServiceObservation this[string service]
    {
        get => _services[service];
        set => _services[service] = value;
    }

    public DeployEvent.RolloutSeen Seen => (DeployEvent.RolloutSeen)Events.Last(one => one is DeployEvent.RolloutSeen);

    public static ServicePlan Canary(string name = "backend", int level = 0, TrafficRouter router = TrafficRouter.GatewayApi, params RolloutStep[] steps) => PlanBuilder.Of(
        new(name, "p25-beta", new CanaryStrategy("canary", steps.Length > 0 ? steps : [new WeightStep(10), new WeightStep(50)]), new EvidenceGate("errors") { Dwell = TimeSpan.FromSeconds(30), Deadline = TimeSpan.FromMinutes(10) }, router, WarmStack.None),
        level,
        4);

    public static ServicePlan Rolling(string name = "ml-service") => PlanBuilder.Of(
        new(name, "p25-beta", new RollingStrategy("rolling"), new EvidenceGate("errors") { Dwell = TimeSpan.FromSeconds(30), Deadline = TimeSpan.FromMinutes(10) }, TrafficRouter.Service, WarmStack.None),
        0,
        4);

    public RolloutPlay Tick(double seconds = 1, RolloutSignal signal = RolloutSignal.None)
    {
        Now += TimeSpan.FromSeconds(seconds);
        var decision = RolloutMachine.Decide(State, new Observation(Now, signal, [.. _services.Values]));
        State = decision.State;
        Events.AddRange(decision.Events.Select(one => new DeployEvent.RolloutChanged(one)));
        Events.Add(new DeployEvent.RolloutSeen(new RolloutPicture(7, "1.5.0", State, [.. _services.Values.Select(Lane)], Now)));
        foreach (var command in decision.Commands)
        {
            var isRolling = State.Plan.Services.Single(one => one.Service == command.Service).IsRolling;
            _services[command.Service] = isRolling && command is RolloutCommand.SetWeight weight ? Replaced(weight.Weight) : Apply(_services[command.Service], command);

            ServiceObservation Replaced(int to) => _services[command.Service] with
            {
                Asked = to,
                Weight = to,
                IsPromoted = to == 100,
                Candidate = to == 100 ? new StackSight(4, 4) : new StackSight(0, 0),
                Stable = new StackSight(4, to == 100 ? 0 : 4),
            };
        }

        return this;
    }

    public RolloutPlay Until(Func<RolloutState, bool> reached)
    {
        for (var tick = 0; tick < 3000 && !reached(State); tick++)
        {
            Tick();
        }

        Assert.True(reached(State), $"It stays in {State.Phase}.");
        return this;
    }

    public RolloutPlay UntilActing(string service, int step) =>
        Until(state => state.Services.Any(one => one.Service == service && one.Step == step && one.Phase == ServicePhase.Acting));

    /// <summary>What is told of all that happened.</summary>
    public string[] Lines(string environment = "beta")
    {
        var narrator = new Reports.Rollouts.RolloutNarrator(environment);
        return [.. Events.SelectMany(narrator.Tell).Select(line => line.Text)];
    }

    private LanePicture Lane(ServiceObservation seen) => new(
        seen.Service,
        new LaneSight(seen.Stable, seen.Candidate) { Weight = seen.Weight, Served = seen.Weight },
        seen.Gate,
        seen.Gate is null ? null : Sight,
        "9b1c02",
        "3f2a91");

    private ServiceObservation Apply(ServiceObservation seen, RolloutCommand command) => command switch
    {
        RolloutCommand.HoldCapacity => seen with { IsHeld = true },
        RolloutCommand.ReleaseCapacity => seen with { IsHeld = false },
        RolloutCommand.ScaleCandidate scale => seen with { Candidate = new StackSight(scale.Pods, scale.Pods) },
        RolloutCommand.SetWeight { Weight: 0 } => seen with { Weight = 0, IsPromoted = false },
        RolloutCommand.SetWeight weight => seen with { Weight = weight.Weight },
        RolloutCommand.Judge judge => seen with { Gate = new GateAnswer(judge.Step, Gate, false, GateText) },
        RolloutCommand.RunJob job => seen with { Job = new JobSight(job.Step, true, "") },
        RolloutCommand.Promote => seen with { IsPromoted = true },
        RolloutCommand.KeepWarm => seen with { IsWarm = true },
        RolloutCommand.SaveEvidence => seen with { IsEvidenceSaved = true },
        RolloutCommand.RemoveCandidate => seen with { Candidate = new StackSight(0, 0) },
        _ => throw new ArgumentOutOfRangeException(nameof(command), command, "Unknown command."),
    };
}
