using Sluice.Rollouts.Events;
using Sluice.Rollouts.Ports;

namespace Sluice.Reports.Html;

/// <summary>Keeps what happens during a deploy, with its times, and passes it on. Safe to use from several threads.</summary>
/// <param name="next">Who else sees it.</param>
/// <param name="time">Gives the times.</param>
public sealed class EventRecorder(IDeployObserver next, TimeProvider time) : IDeployObserver
{
    private readonly Lock _lock = new();
    private readonly List<TimedEvent> _events = [];

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
        }

        next.On(deployEvent);
    }
}
