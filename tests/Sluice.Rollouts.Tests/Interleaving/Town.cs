using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Ledger;
using Sluice.Rollouts.Machine;
using Sluice.Rollouts.Rollback;
using Sluice.Rollouts.Sweeping;
using Sluice.Rollouts.Tests.Driver;

namespace Sluice.Rollouts.Tests.Interleaving;

/// <summary>The shop of two services, release 1 serving, and everybody who does something to it.</summary>
internal sealed class Town
{
    public const string Driver = "driver";
    public const string Other = "other";

    private static readonly TimeSpan s_limit = TimeSpan.FromHours(1);
    private static readonly string[] s_services = ["backend", "frontend"];

    private readonly Conductor _conductor;
    private readonly StackShop _shop = new();
    private readonly List<Process> _processes = [];

    public Town(Schedule schedule, (string Service, int Step)? worse = null)
    {
        _conductor = new Conductor(schedule);
        Server = new ApiServer(_conductor);
        Rules = new WorldRules(Server, new HashSet<string> { "person", "autoscaler" }) { Worse = worse };
        Server.Rules = Rules;
        Begin("first", 0, at => DeployAsync(at, "1"));
        Run();
        _processes.Clear();
        Log.Clear();
    }

    public ApiServer Server { get; }

    public WorldRules Rules { get; }

    /// <summary>Who asked what, when.</summary>
    public List<string> Log { get; } = [];

    public RolloutRecord? Newest => Server.Objects.Values.OfType<JournalObject>().Select(one => one.Record).MaxBy(one => one.Number);

    public bool IsOpen => Newest is { Stage: not RolloutStage.Over };

    public IReadOnlyDictionary<string, int> Points => _processes.ToDictionary(one => one.Name, one => one.Points);

    public string Outcomes => string.Join(", ", _processes.Select(one => $"{one.Name}: {(one.IsDead ? "dead" : one.Outcome)}"));

    /// <summary>Begins a process so many seconds from now.</summary>
    public void Begin(string name, double after, Func<Process, Task<string>> work)
    {
        var process = new Process(_conductor, name) { Log = Log };
        _processes.Add(process);
        _conductor.At(process, TimeSpan.FromSeconds(after), () => process.Work = WorkAsync(process, work));
    }

    /// <summary>Somebody who keeps to no rule does something so many seconds from now.</summary>
    public void At(double after, Action<ApiServer> act) => _conductor.At(null, TimeSpan.FromSeconds(after), () => act(Server));

    /// <summary>Until everybody who is not kept back is done. Answers with how long it took.</summary>
    public TimeSpan Run()
    {
        var begun = _conductor.Ticks;
        Pump(() => _processes.All(one => one.IsOut));
        return TimeSpan.FromTicks(_conductor.Ticks - begun);
    }

    /// <summary>What was kept back until the end comes now.</summary>
    public void Wake()
    {
        var begun = _conductor.Ticks;
        _conductor.Wake(_processes.Where(one => one.WakesAt == long.MaxValue));
        // Messages on their way are nobody's, so they are waited for by time.
        _conductor.At(null, TimeSpan.FromMinutes(2), () => { });
        Pump(() => _conductor.Ticks - begun >= TimeSpan.FromMinutes(2).Ticks && _processes.All(one => !one.IsUnfinished));
    }

    public Task<string> DeployAsync(Process process, string marker) => LockedAsync(process, false, async (ports, held, token) =>
        Said(await new StackDeploy(ports.All, process).RunAsync(_shop.Request(marker) with { Driver = process.Name, Fence = () => held.Fence }, token)));

    /// <summary>Goes on with what the journal has, if it is not over.</summary>
    public Task<string> GoOnAsync(Process process, RolloutSignal signal) => LockedAsync(process, false, (ports, held, token) => GoOnAsync(process, ports, held, signal, token));

    public Task<string> RollBackAsync(Process process, string? to = null) => LockedAsync(process, true, async (ports, held, token) =>
    {
        if (to is null && await GoOnAsync(process, ports, held, RolloutSignal.Abort, token) is { Length: > 0 } ended)
        {
            return ended;
        }

        var request = new RollbackRequest { Namespace = "p25", Author = process.Name, To = to, Reason = "RollbackProd", ReadyDeadline = TimeSpan.FromMinutes(1), Adopt = record => record with { Driver = process.Name, Fence = held.Fence } };
        return (await new ReleaseRollback(ports.All.Deploy, process, new StackReturn(ports.All, _shop.Placements, process)).RunAsync(request, token)).GetType().Name;
    });

    public Task<string> SweepAsync(Process process) => LockedAsync(process, false, async (ports, held, token) =>
        string.Join(' ', (await new Sweeper(ports.All, _shop.Placements, process).RunAsync("p25", record => record with { Driver = process.Name, Fence = held.Fence }, token)).Done));

    public async Task<string> AskAsync(Process process, RolloutSignal signal)
    {
        if (Newest is { Stage: not RolloutStage.Over } open)
        {
            using var none = new ProcessLock(Server, process);
            await new ProcessPorts(Server, process, none).PostAsync(new PersonSignal($"{process.Name} {signal}", open.Number, signal, process.Name, process.GetUtcNow(), ""), default);
        }

        return "asked";
    }

    /// <summary>Everything is as the records say, whoever did what.</summary>
    /// <param name="isTouched">Whether people changed pod templates, so that pods may be missing.</param>
    public IEnumerable<string> Findings(bool isTouched = false)
    {
        var hasLate = _conductor.Schedule.Mishaps.Any(one => one.Seconds == Mishap.Late);
        foreach (var broken in Rules.Broken)
        {
            yield return broken;
        }

        if (IsOpen)
        {
            yield return $"rollout {Newest!.Number} is still open: {Newest.Stage} {Newest.State.Phase}";
        }

        foreach (var service in s_services)
        {
            var serving = Server.Find<PointerObject>(PointerObject.KeyOf(service))?.Serving;
            var route = Server.Find<RouteObject>(RouteObject.KeyOf(service));
            var stack = serving is null ? null : Server.Find<StackObject>(StackObject.KeyOf(serving));
            if (route is { Weight: > 0 })
            {
                yield return $"{service} still gives {route.Weight} % to {route.Candidate}";
            }

            if (!isTouched && (stack?.Ready(Server.Now) ?? 0) == 0)
            {
                yield return $"{service} is served by {serving}, which has no ready pod";
            }

            if (stack is { IsWarm: true })
            {
                yield return $"{serving} serves and is on record as warm";
            }

            // One that was on its way until now may come last: the next rollout releases what it holds.
            if (!hasLate && (stack is { IsHeld: true } || Server.Find<ScalerObject>(ScalerObject.KeyOf(serving ?? ""))?.Held is not null))
            {
                yield return $"{serving} serves and is still held";
            }

            if (Newest?.Lanes.FirstOrDefault(lane => lane.Service == service) is { } one && LastIsThisRollout)
            {
                var due = Newest.State.Phase == RolloutPhase.Succeeded ? one.Candidate : one.Deployment;
                if (Newest.State.Phase is RolloutPhase.Succeeded or RolloutPhase.RolledBack && due.Length > 0 && serving != due)
                {
                    yield return $"rollout {Newest.Number} is {Newest.State.Phase}, and {service} is served by {serving}";
                }
            }
        }

        // An older one that was killed is said to run for ever, which the ledger says of itself.
        if (Server.Shared.Entries.FirstOrDefault(entry => entry.Number == Newest?.Number) is { Outcome: LedgerOutcome.Running } running)
        {
            yield return $"the ledger says that {running.Number} is running";
        }

        foreach (var odd in _processes.Where(one => one.Outcome.StartsWith('!')))
        {
            yield return $"{odd.Name} ended with {odd.Outcome}";
        }
    }

    private void Pump(Func<bool> isDone)
    {
        // With a context, whatever waited would go on somewhere else.
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            _conductor.Run(isDone, s_limit);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    // A return after it has its own line, and serves something else.
    private bool LastIsThisRollout => Server.Shared.Entries is [.., var last] && last.Number == Newest?.Number;

    private async Task<string> GoOnAsync(Process process, ProcessPorts ports, ProcessLock held, RolloutSignal signal, CancellationToken token)
    {
        var read = await ports.NewestAsync(token);
        return read.Value is [.., { Stage: not RolloutStage.Over } open]
            ? Said(await new RolloutContinuation(ports.All, _shop.Placements, process).RunAsync(open with { Driver = process.Name, Fence = held.Fence }, signal, token))
            : "";
    }

    private static string Said(RolloutOutcome outcome) => outcome is RolloutOutcome.Infrastructure broken ? $"Infrastructure ({broken.Problems[0].What})" : outcome.GetType().Name;

    private async Task<string> LockedAsync(Process process, bool takesOver, Func<ProcessPorts, ProcessLock, CancellationToken, Task<string>> work)
    {
        using var held = new ProcessLock(Server, process);
        if (!await held.TakeAsync(takesOver))
        {
            return "locked";
        }

        try
        {
            return await work(new ProcessPorts(Server, process, held), held, held.Lost);
        }
        finally
        {
            await held.ReleaseAsync();
        }
    }

    private static async Task WorkAsync(Process process, Func<Process, Task<string>> work)
    {
        try
        {
            process.Outcome = await work(process);
        }
        catch (OperationCanceledException)
        {
            process.Outcome = "cancelled";
        }
        catch (Exception problem)
        {
            process.Outcome = $"! {problem}";
        }
    }
}
