using Sluice.Rollouts.Machine;

namespace Sluice.Rollouts.Tests.Machine;

/// <summary>A cluster that does what it is told, unless a test breaks it; and the driver's loop around the machine.</summary>
internal sealed class World
{
    private readonly Dictionary<string, ServiceObservation> _services;
    private DateTimeOffset _now = Plans.Start;

    public World(RolloutPlan plan, int stable = 4)
    {
        State = RolloutState.Begin(plan, _now);
        _services = plan.Services.ToDictionary(service => service.Service, service => new ServiceObservation(service.Service)
        {
            Stable = new StackSight(stable, stable),
            Candidate = new StackSight(0, 0),
            Weight = 0,
        });
    }

    public RolloutState State { get; private set; }

    public List<RolloutEvent> Events { get; } = [];

    /// <summary>Every command, in order.</summary>
    public List<RolloutCommand> Commands { get; } = [];

    /// <summary>What a gate says when it is asked to look.</summary>
    public Func<string, int, GateAnswer> Gate { get; set; } = (_, step) => new GateAnswer(step, GateWord.Pass, false, "not worse");

    public Func<string, bool?> Job { get; set; } = _ => true;

    /// <summary>Commands that are lost.</summary>
    public Func<RolloutCommand, bool> Loses { get; set; } = _ => false;

    public ServiceObservation this[string service]
    {
        get => _services[service];
        set => _services[service] = value;
    }

    public ServiceState Of(string service) => State.Services.Single(one => one.Service == service);

    public IEnumerable<int> Weights(string service) => Commands.OfType<RolloutCommand.SetWeight>().Where(one => one.Service == service).Select(one => one.Weight);

    public RolloutDecision Tick(RolloutSignal signal = RolloutSignal.None, double seconds = 5)
    {
        _now += TimeSpan.FromSeconds(seconds);
        var decision = RolloutMachine.Decide(StateDocument.Read(StateDocument.Write(State)), new Observation(_now, signal, [.. _services.Values]));
        State = decision.State;
        Events.AddRange(decision.Events);
        Commands.AddRange(decision.Commands);
        foreach (var command in decision.Commands.Where(command => !Loses(command)))
        {
            var isRolling = State.Plan.Services.Single(one => one.Service == command.Service).IsRolling;
            _services[command.Service] = isRolling && command is RolloutCommand.SetWeight weight ? Replace(_services[command.Service], weight.Weight) : Apply(_services[command.Service], command);
        }

        return decision;
    }

    public World Run(Func<World, bool>? until = null)
    {
        for (var tick = 0; tick < 1000 && !State.IsOver && until?.Invoke(this) != true; tick++)
        {
            Tick();
        }

        Assert.True(until is null ? State.IsOver : until(this), $"stuck in {State.Phase}: {string.Join(", ", State.Services.Select(one => $"{one.Service} {one.Phase} {one.Step}"))}");
        return this;
    }

    /// <summary>How many pods of a service are replaced in place when it is told to; <see langword="null"/> for all.</summary>
    public Func<string, int?> Replaced { get; set; } = _ => null;

    private ServiceObservation Replace(ServiceObservation seen, int weight)
    {
        var (pods, done) = (4, Replaced(seen.Service) ?? 4);
        return seen with
        {
            Asked = weight,
            Weight = done == pods ? weight : null,
            IsPromoted = done == pods && weight == 100,
            Candidate = weight == 100 ? new StackSight(pods, done) : new StackSight(pods - done, pods - done),
            Stable = seen.Stable!.Pods == 0 ? seen.Stable : new StackSight(pods, weight == 100 ? pods - done : done),
        };
    }

    private ServiceObservation Apply(ServiceObservation seen, RolloutCommand command) => command switch
    {
        RolloutCommand.HoldCapacity => seen with { IsHeld = true },
        RolloutCommand.ReleaseCapacity => seen with { IsHeld = false },
        RolloutCommand.ScaleCandidate scale => seen with { Candidate = new StackSight(scale.Pods, scale.Pods) },
        RolloutCommand.SetWeight { Weight: 0 } => seen with { Weight = 0, IsPromoted = false },
        RolloutCommand.SetWeight weight => seen with { Weight = weight.Weight },
        RolloutCommand.Judge judge => seen with { Gate = Gate(judge.Service, judge.Step) },
        RolloutCommand.RunJob job => seen with { Job = new JobSight(job.Step, Job(job.Service), "the job ended with exit code 1") },
        RolloutCommand.Promote => seen with { IsPromoted = true },
        RolloutCommand.KeepWarm => seen with { IsWarm = true },
        RolloutCommand.SaveEvidence => seen with { IsEvidenceSaved = true },
        RolloutCommand.RemoveCandidate => seen with { Candidate = new StackSight(0, 0) },
        _ => throw new ArgumentOutOfRangeException(nameof(command), command, "Unknown command."),
    };
}
