using Sluice.Manifests.Stacks;
using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Machine;

namespace Sluice.Rollouts.Tests.Driver;

/// <summary>A stack in the world.</summary>
internal sealed class WorldStack(StackId id, string revision)
{
    public StackId Id { get; } = id;

    public string Revision { get; } = revision;

    public int Pods { get; private set; }

    /// <summary>Pods that were there before the newest ones.</summary>
    public int Older { get; private set; }

    public DateTimeOffset ReadyAt { get; private set; }

    public bool IsHeld { get; set; }

    public bool IsWarm { get; set; }

    public DateTimeOffset? WarmUntil { get; set; }

    public bool IsAutoscaled { get; set; }

    /// <summary>Why its pods do not become ready.</summary>
    public string? Failure { get; set; }

    public int Ready(DateTimeOffset now) => Failure is not null ? 0 : now >= ReadyAt ? Pods : Math.Min(Older, Pods);

    /// <summary>Pods that it has keep serving; more of them take their time.</summary>
    public void Resize(int pods, DateTimeOffset now, TimeSpan start)
    {
        Older = Ready(now);
        (Pods, ReadyAt) = (pods, pods > Older ? now + start : now);
    }
}

/// <summary>Where the Service of a service leads.</summary>
/// <param name="Serving">Name of the stack that it names.</param>
/// <param name="Candidate">The other one that has a share.</param>
/// <param name="Weight">That share.</param>
internal sealed record WorldPointer(string? Serving, string? Candidate = null, int Weight = 0);

/// <summary>What outlives every process: stacks, pointers, records. Breaking a rule is written down.</summary>
internal sealed class StackWorld(VirtualTime time)
{
    public VirtualTime Time { get; } = time;

    public FakePorts Cluster { get; } = new();

    public Dictionary<string, WorldStack> Stacks { get; } = [];

    /// <summary>Workloads that are updated in place, by service.</summary>
    public Dictionary<string, WorldWorkload> Workloads { get; } = [];

    public Dictionary<string, WorldPointer> Pointers { get; } = [];

    public List<RolloutRecord> Journal { get; } = [];

    public List<JournalLine> Lines { get; } = [];

    public List<PersonSignal> Signals { get; } = [];

    /// <summary>Rules that were broken.</summary>
    public List<string> Broken { get; } = [];

    /// <summary>What gates say, by service and step.</summary>
    public Func<string, int, GateAnswer?> Gate { get; set; } = (_, step) => new GateAnswer(step, GateWord.Pass, false, "not worse");

    /// <summary>Why the pods of a revision do not become ready.</summary>
    public Dictionary<string, string> Failing { get; } = [];

    /// <summary>How jobs end, by name of their definition; absent: well.</summary>
    public Dictionary<string, JobProgress> JobEnds { get; } = [];

    public List<string> JobsRun { get; } = [];

    public DateTimeOffset Now => Time.GetUtcNow();

    public int ReadyOf(string? stack) => stack is not null && Stacks.TryGetValue(stack, out var found) ? found.Ready(Now) : 0;

    /// <summary>Notes whatever must not be, now.</summary>
    public void Check(string after)
    {
        foreach (var (service, pointer) in Pointers)
        {
            if (pointer.Weight > 0 && ReadyOf(pointer.Candidate) == 0)
            {
                Broken.Add($"{after}: {service} gives {pointer.Weight} % to {pointer.Candidate}, which has no ready pod");
            }

            if (pointer.Weight > 0 && pointer.Serving is not null && Stacks[pointer.Serving] is { IsHeld: false })
            {
                Broken.Add($"{after}: {service} gives {pointer.Weight} % away while {pointer.Serving} is not held");
            }
        }
    }

    public WorldStack Add(StackId id, string revision, int pods)
    {
        var stack = new WorldStack(id, revision);
        stack.Resize(pods, Now, TimeSpan.Zero);
        Stacks[id.Name] = stack;
        return stack;
    }

    public WorldWorkload NewWorkload() => new(4, Failing.ContainsKey);

    public LaneSight See(Lane lane)
    {
        if (lane.IsRolling)
        {
            return Workloads.GetValueOrDefault(lane.Service)?.See(lane, Now) ?? new LaneSight(new StackSight(0, 0), new StackSight(0, 0)) { Weight = lane.Stable is null ? 0 : null, Asked = 0 };
        }

        var pointer = Pointers.GetValueOrDefault(lane.Service) ?? new WorldPointer(null);
        var isPromoted = pointer.Serving == lane.Candidate.Name;
        var candidate = Stacks.GetValueOrDefault(lane.Candidate.Name);
        var stable = lane.Stable is { } id ? Stacks.GetValueOrDefault(id.Name) : null;
        return new LaneSight(Sight(stable), Sight(candidate))
        {
            Weight = isPromoted ? 100 : pointer.Candidate == lane.Candidate.Name ? pointer.Weight : 0,
            IsPromoted = isPromoted,
            IsHeld = stable?.IsHeld == true,
            IsWarm = stable?.IsWarm == true,
        };
    }

    public static StackMark Mark(string revision) => StackMark.OfRevision(revision);

    private StackSight Sight(WorldStack? stack) => stack is null ? new StackSight(0, 0) : new StackSight(stack.Pods, stack.Ready(Now), stack.Failure);
}
