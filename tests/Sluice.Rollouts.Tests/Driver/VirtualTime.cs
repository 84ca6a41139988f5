namespace Sluice.Rollouts.Tests.Driver;

/// <summary>A clock that stands still until everything waits, then jumps to the next timer. One thread, so the same run is always the same.</summary>
internal sealed class VirtualTime : TimeProvider
{
    private readonly List<VirtualTimer> _timers = [];
    private long _ticks;
    private long _order;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _ticks;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddDays(20_000).AddTicks(_ticks);

    /// <summary>Runs work and lets time pass until it ends.</summary>
    public T Run<T>(Func<Task<T>> work)
    {
        // With a context, whatever waited would go on somewhere else.
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            return Pump(work());
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    private T Pump<T>(Task<T> task)
    {
        for (var turns = 0; !task.IsCompleted; turns++)
        {
            if (turns > 200_000 || _timers.Count == 0)
            {
                throw new InvalidOperationException($"it never ends: {_timers.Count} timers after {turns} turns, {TimeSpan.FromTicks(_ticks)}");
            }

            var next = _timers.OrderBy(timer => timer.DueAt).ThenBy(timer => timer.Order).First();
            _timers.Remove(next);
            _ticks = Math.Max(_ticks, next.DueAt);
            next.Fire();
        }

        return task.GetAwaiter().GetResult();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class VirtualTimer(VirtualTime owner, TimerCallback callback, object? state) : ITimer
    {
        public long DueAt { get; private set; }

        public long Order { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            owner._timers.Remove(this);
            if (dueTime >= TimeSpan.Zero)
            {
                (DueAt, Order) = (owner._ticks + dueTime.Ticks, owner._order++);
                owner._timers.Add(this);
            }

            return true;
        }

        public void Dispose() => owner._timers.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
