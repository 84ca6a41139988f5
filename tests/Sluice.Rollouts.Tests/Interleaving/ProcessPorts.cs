using Sluice.Manifests;
using Sluice.Manifests.Stacks;
using Sluice.Rollouts.Deploy;
using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Ledger;
using Sluice.Rollouts.Machine;
using Sluice.Rollouts.Metrics;
using Sluice.Rollouts.Ports;
using Sluice.Rollouts.Releases;

namespace Sluice.Rollouts.Tests.Interleaving;

/// <summary>
/// The server as one process sees and changes it, request by request as the product's adapters do: an object is read, its fence looked at,
/// the lock checked, and what comes is written on top of the version that was read.
/// </summary>
internal sealed class ProcessPorts(ApiServer server, Process process, ProcessLock held) : IStacks, ITraffic, IStackWatcher, IRolloutJournal, ISignalBox, IGateDesks, IRolloutJobs, IClusterObjects, ILedger, IReleaseStore
{
    private const int Attempts = 8;
    private const string Ledger = "ledger";

    public RolloutPorts All => new(
        new DeployPorts(this, server.Shared, this, server.Shared, server.Shared) { Releases = this, Owned = server.Shared, Status = server.Shared, Evidence = server.Shared },
        this,
        this,
        this,
        this,
        this,
        this,
        this);

    public Task<ClusterResult<IReadOnlyList<StackFacts>>> FindAsync(string ns, IReadOnlyList<string> services, CancellationToken cancellationToken) => AskAsync("list stacks", () =>
        ClusterResult<IReadOnlyList<StackFacts>>.Ok([.. server.Objects.Values.OfType<StackObject>().Where(stack => services.Contains(stack.Id.Service)).OrderBy(stack => stack.Uid).Select(Facts)]), cancellationToken);

    public Task<ClusterResult<IReadOnlyList<StackFacts>>> FindRollingAsync(string ns, IReadOnlyList<ServiceStack> workloads, CancellationToken cancellationToken) => Task.FromResult(ClusterResult<IReadOnlyList<StackFacts>>.Ok([]));

    public async Task<ClusterProblem?> EnsureAsync(ServiceStack stack, int pods, CancellationToken cancellationToken)
    {
        var id = StackId.Of("p25", stack);
        // Applied as it is, without a version; who makes a Deployment without a number of pods gets one.
        return await SendAsync($"apply {id.Name}", () => server.Put(
                server.Find<StackObject>(StackObject.KeyOf(id.Name)) is { } live ? live with { IsForeign = false } : new StackObject(id, stack.Revision).Sized(1, server.Now),
                process.Name), cancellationToken)
            ?? await PatchAsync<StackObject>(StackObject.KeyOf(id.Name), $"use {id.Name} {pods}", live => live.Pods >= pods && !live.IsWarm ? null : (live.Pods < pods ? live.Sized(pods, server.Now) : live) with { IsWarm = false, WarmUntil = null }, cancellationToken);
    }

    public async Task<ClusterProblem?> ScaleAsync(StackId stack, int pods, CancellationToken cancellationToken) =>
        (pods > 0 ? null : await RemoveScalerAsync(stack, cancellationToken))
        ?? await PatchAsync<StackObject>(StackObject.KeyOf(stack.Name), $"scale {stack.Name} {pods}", live => live.Pods == pods ? null : live.Sized(pods, server.Now), cancellationToken);

    public async Task<ClusterProblem?> HoldAsync(StackId stack, int pods, CancellationToken cancellationToken) => server.Find<ScalerObject>(ScalerObject.KeyOf(stack.Name)) is null
        ? await PatchAsync<StackObject>(StackObject.KeyOf(stack.Name), $"hold {stack.Name}", live => live.IsHeld ? null : live with { IsHeld = true }, cancellationToken)
        : await PatchAsync<ScalerObject>(ScalerObject.KeyOf(stack.Name), $"hold {stack.Name} {pods}", live => Hold(live, pods), cancellationToken);

    public async Task<ClusterProblem?> ReleaseAsync(StackId stack, CancellationToken cancellationToken) =>
        await PatchAsync<ScalerObject>(ScalerObject.KeyOf(stack.Name), $"release {stack.Name}", live => live.Held is { } was ? live with { Min = was.Min, Max = was.Max, Held = null } : null, cancellationToken)
        ?? await PatchAsync<StackObject>(StackObject.KeyOf(stack.Name), $"release {stack.Name}", live => live.IsHeld ? live with { IsHeld = false } : null, cancellationToken);

    public Task<ClusterProblem?> AutoscaleAsync(ServiceStack stack, CancellationToken cancellationToken) => ReleaseAsync(StackId.Of("p25", stack), cancellationToken);

    public async Task<ClusterProblem?> KeepWarmAsync(StackId stack, DateTimeOffset? until, CancellationToken cancellationToken) =>
        await RemoveScalerAsync(stack, cancellationToken)
        ?? await PatchAsync<StackObject>(StackObject.KeyOf(stack.Name), $"warm {stack.Name}", live => live with { IsWarm = true, WarmUntil = until, IsHeld = false }, cancellationToken);

    public async Task<ClusterProblem?> RemoveAsync(StackId stack, CancellationToken cancellationToken)
    {
        var problem = await RemoveScalerAsync(stack, cancellationToken)
            ?? await PatchAsync<StackObject>(StackObject.KeyOf(stack.Name), $"empty {stack.Name}", live => live.Pods == 0 ? null : live.Sized(0, server.Now), cancellationToken);
        if (problem is not null)
        {
            return problem;
        }

        await Task.Delay(TimeSpan.FromSeconds(2), process, CancellationToken.None);
        return await DeleteAsync<StackObject>(StackObject.KeyOf(stack.Name), live => live.Pods == 0, cancellationToken);
    }

    public async Task<ClusterProblem?> SetAsync(Lane lane, int weight, CancellationToken cancellationToken)
    {
        var key = StackObject.KeyOf(lane.Candidate.Name);
        if (weight > 0 && await AskAsync("list stacks", () => (server.Find<StackObject>(key)?.Ready(server.Now) ?? 0) == 0, cancellationToken))
        {
            return new ClusterProblem(ClusterProblemKind.Conflict, $"No pod of {lane.Candidate.Name} is ready.", "");
        }

        var named = lane.Stable is { } stable ? stable.Name : weight > 0 ? lane.Candidate.Name : null;
        return (named is null ? null : await NameAsync(lane.Service, named, cancellationToken)) ?? await RouteAsync(lane, lane.Stable is null ? 0 : weight, cancellationToken);
    }

    public async Task<ClusterProblem?> PromoteAsync(Lane lane, CancellationToken cancellationToken)
    {
        if (await AskAsync("list stacks", () => (server.Find<StackObject>(StackObject.KeyOf(lane.Candidate.Name))?.Ready(server.Now) ?? 0) == 0, cancellationToken))
        {
            return new ClusterProblem(ClusterProblemKind.Conflict, $"No pod of {lane.Candidate.Name} is ready.", "");
        }

        return await NameAsync(lane.Service, lane.Candidate.Name, cancellationToken) ?? await RouteAsync(lane, 0, cancellationToken);
    }

    public Task<ClusterResult<IStackWatch>> WatchAsync(IReadOnlyList<Lane> lanes, CancellationToken cancellationToken) =>
        AskAsync("watch", () => ClusterResult<IStackWatch>.Ok(new ProcessWatch(server, process)), cancellationToken);

    public Task<ClusterResult<IReadOnlyList<RolloutRecord>>> NewestAsync(CancellationToken cancellationToken) => AskAsync("read journal", () =>
        ClusterResult<IReadOnlyList<RolloutRecord>>.Ok([.. server.Objects.Values.OfType<JournalObject>().Select(one => one.Record).OrderBy(one => one.Number).TakeLast(1).Select(Copy)]), cancellationToken);

    public Task<ClusterProblem?> WriteAsync(RolloutRecord record, CancellationToken cancellationToken) =>
        PatchAsync<JournalObject>(JournalObject.KeyOf(record.Number), $"journal {record.Stage} {record.State.Phase}", _ => new JournalObject(Copy(record)), cancellationToken, () => new JournalObject(Copy(record)));

    public Task<ClusterProblem?> AppendAsync(int rollout, IReadOnlyList<JournalLine> lines, CancellationToken cancellationToken) => Task.FromResult<ClusterProblem?>(null);

    public Task<ClusterResult<IReadOnlyList<JournalLine>>> LinesAsync(int rollout, CancellationToken cancellationToken) => Task.FromResult(ClusterResult<IReadOnlyList<JournalLine>>.Ok([]));

    public Task<ClusterProblem?> KeepGateAsync(int rollout, string service, byte[] learnt, CancellationToken cancellationToken) => Task.FromResult<ClusterProblem?>(null);

    public Task<ClusterResult<IReadOnlyDictionary<string, byte[]>>> GatesAsync(int rollout, CancellationToken cancellationToken) =>
        Task.FromResult(ClusterResult<IReadOnlyDictionary<string, byte[]>>.Ok(new Dictionary<string, byte[]>()));

    public Task<ClusterProblem?> PostAsync(PersonSignal signal, CancellationToken cancellationToken) => AskAsync<ClusterProblem?>("post signal", () =>
    {
        server.Signals.Add(signal);
        server.Rules?.Asked(signal);
        return null;
    }, cancellationToken);

    Task<ClusterResult<IReadOnlyList<PersonSignal>>> ISignalBox.ReadAsync(CancellationToken cancellationToken)
    {
        held.Hear();
        return AskAsync("read signals", () => ClusterResult<IReadOnlyList<PersonSignal>>.Ok([.. server.Signals]), cancellationToken);
    }

    public Task<ClusterProblem?> TakeAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) => AskAsync<ClusterProblem?>("take signals", () =>
    {
        server.Signals.RemoveAll(signal => ids.Contains(signal.Id));
        return null;
    }, cancellationToken);

    public IGateDesk Open(IReadOnlyList<Lane> lanes, IStackWatch watch, IReadOnlyDictionary<string, byte[]> learnt) => new ProcessGates(server.Rules!);

    public Task<ClusterProblem?> StartAsync(JobRun run, CancellationToken cancellationToken) => Task.FromResult<ClusterProblem?>(null);

    public Task<ClusterResult<JobProgress>> LookAsync(JobRun run, CancellationToken cancellationToken) => Task.FromResult(ClusterResult<JobProgress>.Ok(new JobProgress(true, "passed")));

    public Task<ClusterProblem?> EndAsync(JobRun run, CancellationToken cancellationToken) => Task.FromResult<ClusterProblem?>(null);

    public Task<ClusterResult<IReadOnlyList<ObjectChange>>> ValidateAsync(IReadOnlyList<ManifestObject> objects, CancellationToken cancellationToken) =>
        AskAsync("dry run", () => server.Shared.ValidateAsync(objects, CancellationToken.None).Result, cancellationToken);

    public async Task<ClusterResult<IReadOnlyList<ObjectChange>>> ApplyAsync(IReadOnlyList<ManifestObject> objects, Action<ObjectChange> applied, CancellationToken cancellationToken)
    {
        var changes = new List<ObjectChange>();
        foreach (var item in objects)
        {
            if (await SendAsync($"apply {item}", () => changes.AddRange(server.Shared.ApplyAsync([item], applied, CancellationToken.None).Result.Value!), cancellationToken) is { } problem)
            {
                return ClusterResult<IReadOnlyList<ObjectChange>>.Failed(problem);
            }
        }

        return ClusterResult<IReadOnlyList<ObjectChange>>.Ok(changes);
    }

    public Task<ClusterResult<IReadOnlyList<LedgerEntry>>> ReadAsync(CancellationToken cancellationToken) => AskAsync("read ledger", () => server.Shared.ReadAsync(CancellationToken.None).Result, cancellationToken);

    public Task<ClusterResult<LedgerEntry>> AppendAsync(LedgerEntry entry, CancellationToken cancellationToken) =>
        RecordAsync($"ledger append {entry.Version} {entry.Outcome}", () => server.Shared.AppendAsync(entry, CancellationToken.None).Result, cancellationToken);

    public Task<ClusterResult<LedgerEntry>> ReplaceAsync(LedgerEntry entry, CancellationToken cancellationToken) =>
        RecordAsync($"ledger replace {entry.Number} {entry.Outcome}", () => server.Shared.ReplaceAsync(entry, CancellationToken.None).Result, cancellationToken);

    public Task<ClusterResult<string>> PutAsync(StoredRelease release, CancellationToken cancellationToken) => AskAsync("store", () => server.Shared.PutAsync(release, CancellationToken.None).Result, cancellationToken);

    public Task<ClusterResult<StoredRelease>> GetAsync(string key, CancellationToken cancellationToken) => AskAsync("read store", () => server.Shared.GetAsync(key, CancellationToken.None).Result, cancellationToken);

    public Task<ClusterResult<IReadOnlySet<string>>> KeysAsync(CancellationToken cancellationToken) => AskAsync("list store", () => server.Shared.KeysAsync(CancellationToken.None).Result, cancellationToken);

    public Task<IReadOnlyList<ClusterProblem>> ForgetAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken) => server.Shared.ForgetAsync(keys, cancellationToken);

    private static ScalerObject? Hold(ScalerObject live, int pods)
    {
        var least = Math.Max(pods, live.Min);
        return live.Held is { } held && held.Pods == least && live.Min == least
            ? null
            : live with { Min = least, Max = Math.Max(live.Max, least), Held = (live.Held?.Min ?? live.Min, live.Held?.Max ?? live.Max, least) };
    }

    // As it would come out of the cluster.
    private static RolloutRecord Copy(RolloutRecord record) => record with { State = StateDocument.Read(StateDocument.Write(record.State)) };

    private Task<ClusterProblem?> NameAsync(string service, string stack, CancellationToken cancellationToken) =>
        PatchAsync<PointerObject>(PointerObject.KeyOf(service), $"{service} → {stack}", live => live with { Serving = stack }, cancellationToken, () => new PointerObject(service, stack));

    private Task<ClusterProblem?> RouteAsync(Lane lane, int weight, CancellationToken cancellationToken)
    {
        var next = new RouteObject(lane.Service, weight > 0 ? lane.Candidate.Name : null, weight);
        return PatchAsync<RouteObject>(next.Key, $"{lane.Service} gives {weight} %", live => live with { Candidate = next.Candidate, Weight = weight }, cancellationToken, () => next);
    }

    private Task<ClusterProblem?> RemoveScalerAsync(StackId stack, CancellationToken cancellationToken) => DeleteAsync<ScalerObject>(ScalerObject.KeyOf(stack.Name), _ => true, cancellationToken);

    private Task<T> AskAsync<T>(string what, Func<T> serve, CancellationToken cancellationToken) => process.CallAsync(what, serve, cancellationToken);

    /// <summary>A write without a version.</summary>
    private async Task<ClusterProblem?> SendAsync(string what, Action serve, CancellationToken cancellationToken)
    {
        if (await held.CheckAsync() is { } lost)
        {
            return lost;
        }

        return await process.CallAsync<ClusterProblem?>(what, () =>
        {
            serve();
            return null;
        }, cancellationToken);
    }

    private async Task<ClusterProblem?> PatchAsync<T>(string key, string what, Func<T, T?> change, CancellationToken cancellationToken, Func<T>? create = null)
        where T : ApiObject
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var live = await AskAsync($"get {key}", () => server.Find<T>(key), cancellationToken);
            if (live is not null && live.Fence > held.Fence)
            {
                return new ClusterProblem(ClusterProblemKind.LockLost, $"{key} was written under a later lock.", "");
            }

            if ((live is null ? create?.Invoke() : change(live)) is not { } next)
            {
                return null;
            }

            if (await held.CheckAsync() is { } lost)
            {
                return lost;
            }

            next = next with { Fence = held.Fence };
            if (await AskAsync(what, () => server.Write(next, live?.Version ?? 0, process.Name), cancellationToken))
            {
                return null;
            }
        }

        return new ClusterProblem(ClusterProblemKind.Conflict, $"{key} is written by others all the time.", "");
    }

    private async Task<ClusterProblem?> DeleteAsync<T>(string key, Func<T, bool> isMeant, CancellationToken cancellationToken)
        where T : ApiObject
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (await AskAsync($"get {key}", () => server.Find<T>(key), cancellationToken) is not { } live || !isMeant(live))
            {
                return null;
            }

            if (live.Fence > held.Fence)
            {
                return new ClusterProblem(ClusterProblemKind.LockLost, $"{key} was written under a later lock.", "");
            }

            if (await held.CheckAsync() is { } lost)
            {
                return lost;
            }

            if (await AskAsync($"delete {key}", () => server.Delete(live, process.Name), cancellationToken))
            {
                return null;
            }
        }

        return new ClusterProblem(ClusterProblemKind.Conflict, $"{key} is written by others all the time.", "");
    }

    private async Task<ClusterResult<LedgerEntry>> RecordAsync(string what, Func<ClusterResult<LedgerEntry>> serve, CancellationToken cancellationToken)
    {
        for (; ; )
        {
            var version = await AskAsync("get ledger", () => server.VersionOf(Ledger), cancellationToken);
            if (await held.CheckAsync() is { } lost)
            {
                return ClusterResult<LedgerEntry>.Failed(lost);
            }

            if (await AskAsync(what, () => server.Write(new PlainObject(Ledger), version, process.Name) ? serve() : null, cancellationToken) is { } done)
            {
                return done;
            }
        }
    }

    private StackFacts Facts(StackObject stack) => new(stack.Id, stack.Pods, stack.Ready(server.Now), stack.Revision, server.Find<PointerObject>(PointerObject.KeyOf(stack.Id.Service))?.Serving == stack.Id.Name)
    {
        IsWarm = stack.IsWarm,
        WarmUntil = stack.WarmUntil,
        IsAutoscaled = server.Find<ScalerObject>(ScalerObject.KeyOf(stack.Id.Name)) is not null,
    };
}
