namespace Sluice.Rollouts.Tests.Locking;

/// <summary>A machine's clocks, moved by hand: one that never jumps and drives timers, and one on the wall.</summary>
internal sealed class ManualClock : TimeProvider
{
    private readonly Lock gate = new();
    private readonly List<ManualTimer> timers = [];
    private long ticks;
    private long wallShift;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref ticks);

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddTicks(GetTimestamp() + Interlocked.Read(ref wallShift));

    /// <summary>The machine sleeps: only the clock on the wall goes on.</summary>
    public void Sleep(TimeSpan by) => Interlocked.Add(ref wallShift, by.Ticks);

    public void Advance(TimeSpan by)
    {
        ManualTimer[] due;
        lock (gate)
        {
            long now = Interlocked.Add(ref ticks, by.Ticks);
            due = [.. timers.Where(t => t.DueAt <= now)];
            timers.RemoveAll(due.Contains);
        }

        foreach (ManualTimer timer in due)
        {
            timer.Fire();
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class ManualTimer(ManualClock owner, TimerCallback callback, object? state) : ITimer
    {
        public long DueAt { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (owner.gate)
            {
                owner.timers.Remove(this);
                if (dueTime >= TimeSpan.Zero)
                {
                    DueAt = owner.GetTimestamp() + dueTime.Ticks;
                    owner.timers.Add(this);
                }
            }

            return true;
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
