using System.Collections.Concurrent;

namespace Sluice.Load.Tests;

/// <summary>Answers when the test says so, and remembers when it was asked.</summary>
internal sealed class FakeClient(TimeProvider clock, Task? answers = null) : ILoadClient
{
    private readonly ConcurrentDictionary<long, double> _sentAt = new();

    /// <summary>Milliseconds since the start, by number of the request.</summary>
    public IReadOnlyDictionary<long, double> SentAt => _sentAt;

    public Func<Arrival, LoadAnswer> Answer { get; init; } = _ => new LoadAnswer(null, "r1");

    public async Task<LoadAnswer> SendAsync(Arrival arrival, CancellationToken cancellationToken)
    {
        _sentAt[arrival.Number] = clock.GetElapsedTime(0).TotalMilliseconds;
        await (answers ?? Task.CompletedTask);
        return Answer(arrival);
    }
}
