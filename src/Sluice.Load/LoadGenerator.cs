namespace Sluice.Load;

/// <summary>Sends the requests of a plan when they are due, whatever became of those before.</summary>
public sealed class LoadGenerator(LoadPlan plan, ILoadClient client, TimeProvider clock)
{
    /// <summary>More than this many that wait for their answers at once are not sent: by then the service is lost, and this machine soon.</summary>
    public const int MostInFlight = 20_000;

    /// <summary>Timers are not finer.</summary>
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(1);

    private static readonly TimeSpan s_betweenProgress = TimeSpan.FromSeconds(1);

    private readonly Tally _tally = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _start;
    private int _inFlight;

    /// <summary>How far it is; may be asked at any time after the start.</summary>
    public LoadProgress Progress => _tally.Progress(clock.GetElapsedTime(_start));

    /// <summary>Sends all of it and waits for the last answer. One run per instance.</summary>
    /// <param name="progress">Told about every second; may be <see langword="null"/>.</param>
    /// <param name="stop">Sends no more; what was sent still gets its answer.</param>
    public async Task<LoadReport> RunAsync(IProgress<LoadProgress>? progress, CancellationToken stop)
    {
        _start = clock.GetTimestamp();
        _inFlight = 1; // this loop
        var isWhole = await SendAsync(new ArrivalSchedule(plan), progress, stop).ConfigureAwait(false);
        Leave();
        await _ended.Task.ConfigureAwait(false);
        return _tally.Report(plan, clock.GetElapsedTime(_start), isWhole);
    }

    private async Task<bool> SendAsync(ArrivalSchedule schedule, IProgress<LoadProgress>? progress, CancellationToken stop)
    {
        var nextProgress = s_betweenProgress;
        for (long next = 0; next < schedule.Count;)
        {
            if (stop.IsCancellationRequested)
            {
                return false;
            }

            var now = clock.GetElapsedTime(_start);
            while (next < schedule.Count && schedule[next] is var arrival && arrival.At <= now)
            {
                Send(arrival);
                next++;
            }

            if (now >= nextProgress)
            {
                progress?.Report(_tally.Progress(now));
                nextProgress = now + s_betweenProgress;
            }

            if (next < schedule.Count)
            {
                await WaitAsync(schedule[next].At < nextProgress ? schedule[next].At : nextProgress, stop).ConfigureAwait(false);
            }
        }

        return true;
    }

    private async Task WaitAsync(TimeSpan until, CancellationToken stop)
    {
        var rest = until - clock.GetElapsedTime(_start);
        if (rest > TimeSpan.Zero)
        {
            await Task.Delay(rest < s_tick ? s_tick : rest, clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Send(Arrival arrival)
    {
        if (Interlocked.Increment(ref _inFlight) > MostInFlight)
        {
            _tally.Add(arrival, TimeSpan.Zero, TimeSpan.Zero, new LoadAnswer(new Failure(FailureKind.NotSent), ""));
            Leave();
            return;
        }

        // Elsewhere: what a client does before it first waits must not hold the clock up.
        _ = Task.Run(() => SendOneAsync(arrival), CancellationToken.None);
    }

    private async Task SendOneAsync(Arrival arrival)
    {
        try
        {
            var late = clock.GetElapsedTime(_start) - arrival.At;
            var answer = await client.SendAsync(arrival, CancellationToken.None).ConfigureAwait(false);
            _tally.Add(arrival, late, clock.GetElapsedTime(_start) - arrival.At, answer);
        }
        catch (Exception surprise)
        {
            _ended.TrySetException(surprise);
            throw;
        }
        finally
        {
            Leave();
        }
    }

    private void Leave()
    {
        if (Interlocked.Decrement(ref _inFlight) == 0)
        {
            _ended.TrySetResult();
        }
    }
}
