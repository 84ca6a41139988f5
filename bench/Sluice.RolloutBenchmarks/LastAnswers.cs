using System.Collections.Concurrent;
using Sluice.Load;

namespace Sluice.RolloutBenchmarks;

/// <summary>Users who come by the clock, and when each revision gave its last answer to them: to the end of the answer, so that no figure is too good.</summary>
internal sealed class LastAnswers : ILoadClient, IAsyncDisposable
{
    /// <summary>Half of them new: one every 10 ms.</summary>
    private const double PerSecond = 200;

    private readonly ConcurrentDictionary<(ConnectionUse Use, string Revision), long> _last = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly HttpLoadClient _client;
    private readonly Task<LoadReport> _run;

    /// <summary>Begins to send.</summary>
    public LastAnswers(Uri asked)
    {
        var plan = new LoadPlan(asked, PerSecond, TimeSpan.FromMinutes(10));
        _client = new HttpLoadClient(plan, TimeProvider.System);
        _run = new LoadGenerator(plan, this, TimeProvider.System).RunAsync(progress: null, _stop.Token);
    }

    /// <summary>Who has answered so far.</summary>
    public IReadOnlyList<string> Revisions => [.. _last.Keys.Select(key => key.Revision).Distinct()];

    /// <summary>Begins to send, and returns a second later.</summary>
    public static async Task<LastAnswers> StartAsync(Uri asked)
    {
        var load = new LastAnswers(asked);
        await GoOnAsync(TimeSpan.FromSeconds(1));
        return load;
    }

    /// <summary>Sends for so long besides.</summary>
    public static async Task GoOnAsync(TimeSpan time)
    {
        using var timer = new PeriodicTimer(time);
        await timer.WaitForNextTickAsync();
    }

    /// <summary>From a moment to the last answer of a revision over a kind of connection; nothing where it gave none after that moment.</summary>
    public TimeSpan LastAfter(long moment, string revision, ConnectionUse use) =>
        _last.TryGetValue((use, revision), out var last) && last > moment ? TimeProvider.System.GetElapsedTime(moment, last) : TimeSpan.Zero;

    public async Task<LoadAnswer> SendAsync(Arrival arrival, CancellationToken cancellationToken)
    {
        var answer = await _client.SendAsync(arrival, cancellationToken).ConfigureAwait(false);
        if (answer.Revision.Length > 0)
        {
            var now = TimeProvider.System.GetTimestamp();
            _last.AddOrUpdate((arrival.Use, answer.Revision), now, (_, before) => Math.Max(before, now));
        }

        return answer;
    }

    public async Task<LoadReport> EndAsync()
    {
        await _stop.CancelAsync();
        return await _run;
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _client.Dispose();
        _stop.Dispose();
    }
}
