using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Machine;
using Sluice.Rollouts.Ports;

namespace Sluice.Metrics.Judging;

/// <summary>The gates of a rollout, each lane's in a loop of its own.</summary>
internal sealed class GateDesk : IGateDesk
{
    private readonly Dictionary<string, LaneJudge> _judges = [];
    private readonly Lock _news = new();

    // Services with an answer that nobody has asked for yet.
    private readonly HashSet<string> _unread = [];
    private TaskCompletionSource _told = NewSignal();

    public GateDesk(GateDesks desks, IReadOnlyList<Lane> lanes, IStackWatch watch, IReadOnlyDictionary<string, byte[]> learnt)
    {
        foreach (var lane in lanes)
        {
            _judges.Add(lane.Service, new LaneJudge(lane, watch, learnt.GetValueOrDefault(lane.Service), desks, () => Tell(lane.Service)));
        }
    }

    public void Look(Lane lane, int step, GateView view) => _judges[lane.Service].Look(step, view);

    public GateAnswer? Answer(string service)
    {
        lock (_news)
        {
            _unread.Remove(service);
        }

        return _judges.GetValueOrDefault(service)?.Newest?.Answer;
    }

    public GateSight? Sight(string service) => _judges.GetValueOrDefault(service)?.Newest?.Sight;

    public byte[]? Learnt(string service) => _judges.GetValueOrDefault(service)?.Learnt();

    public Task ChangedAsync(CancellationToken cancellationToken)
    {
        lock (_news)
        {
            if (_unread.Count == 0)
            {
                return _told.Task.WaitAsync(cancellationToken);
            }

            // Told once: who is not interested in a service is not woken for it again and again.
            _unread.Clear();
            return Task.CompletedTask;
        }
    }

    public async ValueTask DisposeAsync() => await Task.WhenAll(_judges.Values.Select(judge => judge.DisposeAsync().AsTask())).ConfigureAwait(false);

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Tell(string service)
    {
        TaskCompletionSource told;
        lock (_news)
        {
            _unread.Add(service);
            (told, _told) = (_told, NewSignal());
        }

        told.TrySetResult();
    }
}
