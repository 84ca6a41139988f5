using Sluice.Rollouts.Events;
using Sluice.Rollouts.Ports;

namespace Sluice.Reports.Html;

/// <summary>Keeps what happens during a deploy, with its times, and passes it on. Safe to use from several threads.</summary>
/// <param name="next">Who else sees it.</param>
/// <param name="time">Gives the times.</param>
public sealed class EventRecorder(IDeployObserver next, TimeProvider time) : IDeployObserver
{
    /// <summary>A rollout may last for hours, and is seen twice a second.</summary>
    internal const int MaximumPictures = 4000;

    private readonly Lock _lock = new();
    private readonly List<TimedEvent> _events = [];
    private int _pictures;

    /// <summary>What happened so far, oldest first.</summary>
    public IReadOnlyList<TimedEvent> Events
    {
        get
        {
            lock (_lock)
            {
                return [.. _events];
            }
        }
    }

    public void On(DeployEvent deployEvent)
    {
        lock (_lock)
        {
            _events.Add(new TimedEvent(time.GetUtcNow(), deployEvent));
            if (deployEvent is DeployEvent.RolloutSeen && ++_pictures > MaximumPictures)
            {
                Thin();
            }
        }

        next.On(deployEvent);
    }

    /// <summary>Every second picture goes, but none that shows what a decision changed.</summary>
    private void Thin()
    {
        var isOdd = false;
        var isNews = true;
        TimedEvent[] kept =
        [
            .. _events.Where(one =>
            {
                var stays = one.Event is not DeployEvent.RolloutSeen || isNews || (isOdd = !isOdd);
                isNews = one.Event is DeployEvent.RolloutChanged;
                return stays;
            }),
        ];
        _events.Clear();
        _events.AddRange(kept);
        _pictures = kept.Count(one => one.Event is DeployEvent.RolloutSeen);
    }
}
