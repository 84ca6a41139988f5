namespace Sluice.Rollouts.Tests.Interleaving;

/// <summary>
/// One clock and one queue for several processes: whatever happens, happens one after another in an order that the schedule alone
/// decides, so that the same schedule is always the same run. One thread.
/// </summary>
internal sealed class Conductor(Schedule schedule)
{
    private readonly PriorityQueue<Happening, (long Due, long Order)> _queue = new();
    private readonly Random _pace = new(schedule.Seed);
    private readonly List<Happening> _parked = [];
    private long _order;

    public Schedule Schedule { get; } = schedule;

    public long Ticks { get; private set; }

    public DateTimeOffset Now => DateTimeOffset.UnixEpoch.AddDays(20_000).AddTicks(Ticks);

    /// <summary>How long a message is on its way.</summary>
    public TimeSpan Latency() => TimeSpan.FromMilliseconds(Schedule.Seed == 0 ? 5 : 1 + _pace.Next(60));

    /// <param name="process">Whose; null for what happens at the server.</param>
    /// <param name="after">From now.</param>
    /// <param name="act">What happens.</param>
    public Happening At(Process? process, TimeSpan after, Action act)
    {
        var happening = new Happening(process, act, Math.Max(Ticks, Ticks + after.Ticks), _order++);
        _queue.Enqueue(happening, (happening.Due, happening.Order));
        return happening;
    }

    /// <summary>What was kept back until the end happens when <see cref="Wake"/> is called.</summary>
    public void Park(Process? process, Action act) => _parked.Add(new Happening(process, act, Ticks, _order++));

    /// <summary>Whatever slept, or was on its way for so long, comes now.</summary>
    public void Wake(IEnumerable<Process> processes)
    {
        foreach (var process in processes)
        {
            process.WakesAt = Ticks;
        }

        foreach (var late in _parked)
        {
            _queue.Enqueue(late, (Ticks, _order++));
        }

        _parked.Clear();
    }

    /// <summary>Lets happen what comes next until nothing is to be waited for.</summary>
    public void Run(Func<bool> isDone, TimeSpan limit)
    {
        for (var end = Ticks + limit.Ticks; !isDone() && _queue.TryDequeue(out var next, out var key);)
        {
            if (next.IsOff || next.Process is { IsDead: true })
            {
                continue;
            }

            if (next.Process is { } process && process.WakesAt > key.Due)
            {
                if (process.WakesAt == long.MaxValue)
                {
                    _parked.Add(next);
                }
                else
                {
                    _queue.Enqueue(next, (process.WakesAt, key.Order));
                }

                continue;
            }

            if (key.Due > end)
            {
                throw new InvalidOperationException($"it never ends: it is {TimeSpan.FromTicks(Ticks)}");
            }

            Ticks = Math.Max(Ticks, key.Due);
            next.Act();
        }
    }
}

/// <summary>Something that is to happen.</summary>
internal sealed class Happening(Process? process, Action act, long due, long order)
{
    public Process? Process { get; } = process;

    public Action Act { get; } = act;

    public long Due { get; } = due;

    public long Order { get; } = order;

    /// <summary>Called off.</summary>
    public bool IsOff { get; set; }
}
