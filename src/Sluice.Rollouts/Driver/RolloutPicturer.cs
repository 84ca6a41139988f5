using Sluice.Rollouts.Events;
using Sluice.Rollouts.Ports;

namespace Sluice.Rollouts.Driver;

/// <summary>Shows a rollout to whoever looks, but not more often than an eye can follow.</summary>
internal sealed class RolloutPicturer(IDeployObserver observer, IReadOnlyList<Lane> lanes, IGateDesk desk)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private DateTimeOffset _next;

    /// <param name="record">The rollout.</param>
    /// <param name="seen">What was seen of each lane.</param>
    /// <param name="now">The present.</param>
    /// <param name="isNews">Whether something changed that should be seen at once.</param>
    public void Show(RolloutRecord record, IReadOnlyDictionary<string, LaneSight?> seen, DateTimeOffset now, bool isNews)
    {
        if (!isNews && now < _next)
        {
            return;
        }

        _next = now + Pause;
        LanePicture[] pictures =
        [
            .. lanes.Select(lane => new LanePicture(
                lane.Service,
                seen.GetValueOrDefault(lane.Service),
                desk.Answer(lane.Service),
                desk.Sight(lane.Service),
                lane.Stable is { IsAdopted: false } stable ? stable.Mark.Value : "",
                lane.Candidate.Revision)),
        ];
        observer.On(new DeployEvent.RolloutSeen(new RolloutPicture(record.Number, record.Release.Version, record.State, pictures, now)));
    }
}
