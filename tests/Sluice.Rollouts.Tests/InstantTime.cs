namespace Sluice.Rollouts.Tests;

/// <summary>A clock that jumps to whatever is waited for, if that is near.</summary>
/// <param name="horizon">What is further away never comes; by default 1 s.</param>
internal sealed class InstantTime(TimeSpan? horizon = null) : TimeProvider
{
    private readonly TimeSpan horizon = horizon ?? TimeSpan.FromSeconds(1);
    private long ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref ticks);

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddTicks(GetTimestamp());

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime > TimeSpan.Zero && dueTime < horizon)
        {
            Interlocked.Add(ref ticks, dueTime.Ticks);
            return System.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }

        return System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}
