using Sluice.Manifests.Stacks;
using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Machine;
using Sluice.Rollouts.Metrics;
using Sluice.Rollouts.Ports;

namespace Sluice.Rollouts.Tests.Driver;

/// <summary>The world as one process sees and changes it, until it is killed.</summary>
internal sealed class WorldPorts(StackWorld world, Killer killer) : IStacks, IStackWatcher, IStackWatch, ITraffic, IRolloutJournal, ISignalBox, IGateDesks, IGateDesk, IRolloutJobs
{
    private static readonly TimeSpan s_start = TimeSpan.FromSeconds(3);

    private readonly Dictionary<string, int> _looks = [];

    public RolloutPorts All
    {
        get
        {
            var deploy = new KillableDeployPorts(world.Cluster, killer);
            return new RolloutPorts(deploy.All, this, this, this, this, this, this, this);
        }
    }

    public ClusterProblem? Problem => null;

    public Task<ClusterResult<IReadOnlyList<StackFacts>>> FindAsync(string ns, IReadOnlyList<string> services, CancellationToken cancellationToken) => killer.Read(() =>
        Task.FromResult(ClusterResult<IReadOnlyList<StackFacts>>.Ok([.. world.Stacks.Values.Where(stack => services.Contains(stack.Id.Service)).Select(Facts)])));

    public Task<ClusterResult<IReadOnlyList<StackFacts>>> FindRollingAsync(string ns, IReadOnlyList<ServiceStack> workloads, CancellationToken cancellationToken) => killer.Read(() =>
        Task.FromResult(ClusterResult<IReadOnlyList<StackFacts>>.Ok(
        [
            .. from one in workloads
               let live = world.Workloads.GetValueOrDefault(one.Service)
               where live is not null
               select new StackFacts(StackId.Of(ns, one) with { Mark = StackWorld.Mark(live.Asked) }, 4, live.Ready(live.Asked, world.Now), live.Asked, true),
        ])));

    public Task<ClusterProblem?> EnsureAsync(ServiceStack stack, int pods, CancellationToken cancellationToken) => Write($"ensure {stack.Name} {pods}", () =>
    {
        var known = world.Stacks.GetValueOrDefault(stack.Name) ?? world.Add(StackId.Of("p25", stack), stack.Revision, 0);
        if (known.Pods < pods)
        {
            known.Resize(pods, world.Now, s_start);
        }

        // So that a dry run finds it.
        _ = world.Cluster.ApplyAsync(stack.Objects, _ => { }, CancellationToken.None);

        known.Failure = world.Failing.GetValueOrDefault(stack.Revision);
        known.IsWarm = false;
    });

    public Task<ClusterProblem?> ScaleAsync(StackId stack, int pods, CancellationToken cancellationToken) => Write($"scale {stack.Name} {pods}", () => world.Stacks[stack.Name].Resize(pods, world.Now, s_start));

    public Task<ClusterProblem?> HoldAsync(StackId stack, int pods, CancellationToken cancellationToken) => Write($"hold {stack.Name}", () => world.Stacks[stack.Name].IsHeld = true);

    public Task<ClusterProblem?> ReleaseAsync(StackId stack, CancellationToken cancellationToken) => Write($"release {stack.Name}", () => world.Stacks[stack.Name].IsHeld = false);

    public Task<ClusterProblem?> AutoscaleAsync(ServiceStack stack, CancellationToken cancellationToken) => Write($"autoscale {stack.Name}", () => world.Stacks[stack.Name].IsAutoscaled = stack.Companions.Any(item => item.Kind == "HorizontalPodAutoscaler"));

    public Task<ClusterProblem?> KeepWarmAsync(StackId stack, DateTimeOffset? until, CancellationToken cancellationToken) => Write($"warm {stack.Name}", () =>
    {
        Left(stack, "put on record as warm");
        world.Stacks[stack.Name].IsWarm = true;
        world.Stacks[stack.Name].WarmUntil = until;
        world.Stacks[stack.Name].IsAutoscaled = false;
    });

    public Task<ClusterProblem?> RemoveAsync(StackId stack, CancellationToken cancellationToken) => Write($"remove {stack.Name}", () =>
    {
        Left(stack, "removed");
        world.Stacks.Remove(stack.Name);
    });

    public Task<ClusterResult<IStackWatch>> WatchAsync(IReadOnlyList<Lane> lanes, CancellationToken cancellationToken) => killer.Read(() => Task.FromResult(ClusterResult<IStackWatch>.Ok(this)));

    public LaneSight? See(Lane lane) => killer.Read(() => world.See(lane));

    public IReadOnlyList<PodFacts>? Pods(StackId stack) => [];

    public Task ChangedAsync(CancellationToken cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public Task<ClusterProblem?> SetAsync(Lane lane, int weight, CancellationToken cancellationToken) => lane.IsRolling ? Write($"weight {lane.Service} {weight}", () =>
    {
        var wanted = weight == 100 ? lane.Candidate : lane.Earlier ?? throw new InvalidOperationException("nobody knows what was before");
        var workload = world.Workloads.GetValueOrDefault(lane.Service) ?? world.NewWorkload();
        world.Workloads[lane.Service] = workload;
        workload.Set(wanted.Revision, world.Now);
        _ = world.Cluster.ApplyAsync(wanted.Objects, _ => { }, CancellationToken.None);
    }) : Write($"weight {lane.Service} {weight}", () => world.Pointers[lane.Service] = weight == 0
        ? lane.Stable is null ? world.Pointers.GetValueOrDefault(lane.Service) ?? new WorldPointer(null) : new WorldPointer(lane.Stable.Name)
        : lane.Stable is null ? new WorldPointer(lane.Candidate.Name) : new WorldPointer(lane.Stable.Name, lane.Candidate.Name, weight));

    public Task<ClusterProblem?> PromoteAsync(Lane lane, CancellationToken cancellationToken) => Write($"promote {lane.Service}", () => world.Pointers[lane.Service] = new WorldPointer(lane.Candidate.Name));

    public Task<ClusterResult<IReadOnlyList<RolloutRecord>>> NewestAsync(CancellationToken cancellationToken) => killer.Read(() =>
        Task.FromResult(ClusterResult<IReadOnlyList<RolloutRecord>>.Ok([.. world.Journal.TakeLast(1).Select(Copy)])));

    public Task<ClusterProblem?> WriteAsync(RolloutRecord record, CancellationToken cancellationToken) => Write($"journal {record.Stage} {record.State.Phase}", () =>
    {
        world.Journal.RemoveAll(one => one.Number == record.Number);
        world.Journal.Add(Copy(record));
    });

    public Task<ClusterProblem?> AppendAsync(int rollout, IReadOnlyList<JournalLine> lines, CancellationToken cancellationToken) => Write("lines", () => world.Lines.AddRange(lines));

    public Task<ClusterResult<IReadOnlyList<JournalLine>>> LinesAsync(int rollout, CancellationToken cancellationToken) => Task.FromResult(ClusterResult<IReadOnlyList<JournalLine>>.Ok(world.Lines));

    public Task<ClusterProblem?> KeepGateAsync(int rollout, string service, byte[] learnt, CancellationToken cancellationToken) => Write("gate", () => { });

    public Task<ClusterResult<IReadOnlyDictionary<string, byte[]>>> GatesAsync(int rollout, CancellationToken cancellationToken) => killer.Read(() =>
        Task.FromResult(ClusterResult<IReadOnlyDictionary<string, byte[]>>.Ok(new Dictionary<string, byte[]>())));

    public Task<ClusterProblem?> PostAsync(PersonSignal signal, CancellationToken cancellationToken) => Write("signal", () => world.Signals.Add(signal));

    Task<ClusterResult<IReadOnlyList<PersonSignal>>> ISignalBox.ReadAsync(CancellationToken cancellationToken) => killer.Read(() => Task.FromResult(ClusterResult<IReadOnlyList<PersonSignal>>.Ok([.. world.Signals])));

    public Task<ClusterProblem?> TakeAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) => Write("take signals", () => world.Signals.RemoveAll(signal => ids.Contains(signal.Id)));

    public IGateDesk Open(IReadOnlyList<Lane> lanes, IStackWatch watch, IReadOnlyDictionary<string, byte[]> learnt) => this;

    public void Look(Lane lane, int step, GateView view) => _looks[lane.Service] = step;

    public GateAnswer? Answer(string service) => _looks.TryGetValue(service, out var step) ? world.Gate(service, step) : null;

    public GateSight? Sight(string service) => null;

    public byte[]? Learnt(string service) => _looks.ContainsKey(service) ? [1] : null;

    public Task<ClusterProblem?> StartAsync(JobRun run, CancellationToken cancellationToken) => Write($"job {run.Name}", () =>
    {
        if (!world.JobsRun.Contains(run.Name))
        {
            world.JobsRun.Add(run.Name);
        }
    });

    public Task<ClusterResult<JobProgress>> LookAsync(JobRun run, CancellationToken cancellationToken) => killer.Read(() =>
        Task.FromResult(ClusterResult<JobProgress>.Ok(world.JobEnds.GetValueOrDefault(run.Job.Name) ?? new JobProgress(true, "passed"))));

    public Task<ClusterProblem?> EndAsync(JobRun run, CancellationToken cancellationToken) => Write($"end {run.Name}", () => { });

    private Task<ClusterProblem?> Write(string what, Action change) => killer.Write(what, () =>
    {
        change();
        world.Check(what);
        return Task.FromResult<ClusterProblem?>(null);
    });

    private void Left(StackId stack, string what)
    {
        foreach (var (service, pointer) in world.Pointers.Where(one => one.Value.Serving == stack.Name || (one.Value.Candidate == stack.Name && one.Value.Weight > 0)))
        {
            world.Broken.Add($"{stack.Name} is {what} while {service} leads to it: {pointer}");
        }
    }

    private StackFacts Facts(WorldStack stack) => new(stack.Id, stack.Pods, stack.Ready(world.Now), stack.Revision, world.Pointers.GetValueOrDefault(stack.Id.Service)?.Serving == stack.Id.Name)
    {
        IsWarm = stack.IsWarm,
        WarmUntil = stack.WarmUntil,
        IsAutoscaled = stack.IsAutoscaled,
    };

    // As it would come out of the cluster.
    private static RolloutRecord Copy(RolloutRecord record) => record with { State = StateDocument.Read(StateDocument.Write(record.State)) };
}
