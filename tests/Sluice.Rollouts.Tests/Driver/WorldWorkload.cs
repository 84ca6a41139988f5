using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Machine;

namespace Sluice.Rollouts.Tests.Driver;

/// <summary>A workload that the cluster updates in place: one pod after the other, those that do not serve first.</summary>
internal sealed class WorldWorkload(int pods, Func<string, bool> fails)
{
    private static readonly TimeSpan s_start = TimeSpan.FromSeconds(3);

    private readonly List<(string Revision, DateTimeOffset ReadyAt)> _pods = [];
    private DateTimeOffset _changed;

    /// <summary>The revision of its template.</summary>
    public string Asked { get; private set; } = "";

    public void Set(string revision, DateTimeOffset now)
    {
        Advance(now);
        if (Asked != revision)
        {
            (Asked, _changed) = (revision, now);
        }

        Advance(now);
    }

    /// <summary>Serves already.</summary>
    public WorldWorkload Serving(string revision, DateTimeOffset now)
    {
        (Asked, _changed) = (revision, now);
        _pods.AddRange(Enumerable.Repeat((revision, now), pods));
        return this;
    }

    /// <summary>Ready pods of a revision.</summary>
    public int Ready(string revision, DateTimeOffset now)
    {
        Advance(now);
        return _pods.Count(pod => pod.Revision == revision && pod.ReadyAt <= now);
    }

    public LaneSight See(Lane lane, DateTimeOffset now)
    {
        Advance(now);
        var candidate = lane.Candidate.Revision;
        var isNew = Asked == candidate;
        var (fresh, old) = (_pods.Where(pod => pod.Revision == candidate).ToList(), _pods.Where(pod => pod.Revision != candidate).ToList());
        int? weight = _pods.Any(pod => pod.Revision != Asked) ? null : isNew ? 100 : 0;
        return new LaneSight(
            lane.Stable is null ? new StackSight(0, 0) : new StackSight(pods, old.Count(pod => pod.ReadyAt <= now)),
            new StackSight(isNew ? pods : fresh.Count, fresh.Count(pod => pod.ReadyAt <= now), isNew && fresh.Count > 0 && fails(candidate) ? "pod ml-0: CrashLoopBackOff" : null))
        {
            Weight = weight,
            Asked = isNew ? 100 : 0,
            IsPromoted = weight == 100,
        };
    }

    private void Advance(DateTimeOffset now)
    {
        while (Asked.Length > 0)
        {
            var free = _pods.Where(pod => pod.Revision == Asked).Select(pod => pod.ReadyAt).Append(_changed).Max();
            if (free > now)
            {
                return;
            }

            var next = _pods.FindIndex(pod => pod.Revision != Asked && pod.ReadyAt > now);
            next = next >= 0 ? next : _pods.FindIndex(pod => pod.Revision != Asked);
            if (next < 0 && _pods.Count == pods)
            {
                return;
            }

            if (next >= 0)
            {
                _pods.RemoveAt(next);
            }

            _pods.Add((Asked, fails(Asked) ? DateTimeOffset.MaxValue : free + s_start));
        }
    }
}
