namespace Sluice.Rollouts.Tests.Interleaving;

/// <summary>A process among others: its clock, its messages, its end.</summary>
internal sealed class Process : TimeProvider
{
    private readonly Conductor _conductor;
    private readonly Dictionary<int, Mishap> _mishaps;

    public Process(Conductor conductor, string name)
    {
        (_conductor, Name) = (conductor, name);
        _mishaps = conductor.Schedule.Mishaps.Where(one => one.Process == name).ToDictionary(one => one.Point);
    }

    public string Name { get; }

    public bool IsDead { get; set; }

    /// <summary>Until then it stands still.</summary>
    public long WakesAt { get; set; }

    /// <summary>How many points it has passed.</summary>
    public int Points { get; private set; }

    /// <summary>What it does; null before it began.</summary>
    public Task? Work { get; set; }

    /// <summary>How it ended, for messages.</summary>
    public string Outcome { get; set; } = "";

    /// <summary>Whether nothing of it is to be waited for: it has ended, is dead, or sleeps until all others are done.</summary>
    public bool IsOut => IsDead || WakesAt == long.MaxValue || Work is { IsCompleted: true };

    /// <summary>Whether it began and neither ended nor died.</summary>
    public bool IsUnfinished => !IsDead && Work is { IsCompleted: false };

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _conductor.Ticks;

    public override DateTimeOffset GetUtcNow() => _conductor.Now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>A request and its answer. Who does not wait for the answer any more has it carried out all the same.</summary>
    public Task<T> CallAsync<T>(string what, Func<T> serve, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var answer = new TaskCompletionSource<T>();
        if (cancellationToken.CanBeCanceled)
        {
            cancellationToken.Register(() => answer.TrySetCanceled(cancellationToken));
        }

        Message(isRequest: true, () =>
        {
            Log.Add($"{TimeSpan.FromTicks(_conductor.Ticks).TotalSeconds:0.000} {Name}#{Points} {what}");
            var value = serve();
            Message(isRequest: false, () => answer.TrySetResult(value));
        });
        return answer.Task;
    }

    /// <summary>What it asked of the server, with the time.</summary>
    public List<string> Log { get; init; } = [];

    private void Message(bool isRequest, Action arrive)
    {
        Points++;
        var after = _conductor.Latency();
        // A request that was sent is no business of the process any more.
        var owner = isRequest ? null : this;
        switch (_mishaps.GetValueOrDefault(Points))
        {
            case { Kind: MishapKind.Killed }:
                IsDead = true;
                return;
            case { Kind: MishapKind.Asleep } sleep:
                WakesAt = sleep.Seconds == Mishap.Late ? long.MaxValue : _conductor.Ticks + TimeSpan.FromSeconds(sleep.Seconds).Ticks;
                _conductor.At(this, after, arrive);
                return;
            case { Kind: MishapKind.Slow, Seconds: Mishap.Late }:
                // No process waits for so long, but its request may still be on its way when it is gone.
                IsDead = true;
                _conductor.Park(owner, arrive);
                return;
            case { Kind: MishapKind.Slow } slow:
                _conductor.At(owner, TimeSpan.FromSeconds(slow.Seconds), arrive);
                return;
            default:
                _conductor.At(owner, after, arrive);
                return;
        }
    }

    private sealed class Timer(Process process, Action callback) : ITimer
    {
        private Happening? _next;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Dispose();
            if (dueTime >= TimeSpan.Zero)
            {
                _next = process._conductor.At(process, dueTime, callback);
            }

            return true;
        }

        public void Dispose()
        {
            if (_next is { } next)
            {
                next.IsOff = true;
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
