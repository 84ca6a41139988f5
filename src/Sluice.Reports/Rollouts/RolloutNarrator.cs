using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Events;
using Sluice.Rollouts.Machine;

namespace Sluice.Reports.Rollouts;

/// <summary>
/// Tells a rollout in lines: what begins, ends and is decided, and from time to time how that goes on which takes its time. Says
/// nothing twice. Knows no clock: it is told when things happen.
/// </summary>
/// <param name="environment">Name of the environment, for what to type; may be empty.</param>
public sealed class RolloutNarrator(string environment)
{
    /// <summary>Services that are introduced one by one.</summary>
    private const int MaximumIntroduced = 8;

    /// <summary>Services that one heartbeat tells of.</summary>
    private const int MaximumHeartbeats = 4;

    private readonly List<RolloutEvent> _untold = [];
    private readonly Dictionary<string, DateTimeOffset> _spoken = [];
    private DateTimeOffset? _returning;
    private int _rollout;

    /// <summary>The lines of an event; changes are told with the next picture, which has their numbers and their time.</summary>
    public IReadOnlyList<RolloutLine> Tell(DeployEvent deployEvent)
    {
        switch (deployEvent)
        {
            case DeployEvent.RolloutChanged changed:
                _untold.Add(changed.Event);
                return [];
            case DeployEvent.RolloutSeen seen:
                return [.. RolloutFact.Lines([.. Introduction(seen.Picture), .. News(seen.Picture), .. Heartbeats(seen.Picture)], seen.Picture.At)];
            default:
                return [];
        }
    }

    private List<RolloutFact> News(RolloutPicture picture)
    {
        if (_untold.Any(change => change is RolloutEvent.Moved { To: RolloutPhase.Returning }))
        {
            _returning = picture.At;
        }

        var facts = _untold.SelectMany(new ChangeFacts(picture, environment, _returning).Of).ToList();
        // Also what is not worth a line begins something anew, of which there is nothing to tell for a while.
        foreach (var change in _untold)
        {
            Spoke(picture.At, Subject(change));
        }

        _untold.Clear();
        return facts;
    }

    // What is updated in place may begin with its first look.
    private static bool IsNew(ServicePlan plan, ServiceState state, DateTimeOffset now) =>
        state is { Step: 0, Granted: 0, Phase: <= ServicePhase.Scaling } || (plan.IsRolling && state.Since == now);

    private IEnumerable<RolloutFact> Introduction(RolloutPicture picture)
    {
        if (_rollout == picture.Number)
        {
            yield break;
        }

        _rollout = picture.Number;
        var state = picture.State;
        Spoke(picture.At, ["", .. state.Services.Select(service => service.Service)]);
        var many = state.Services.Count > MaximumIntroduced ? RolloutWording.Text($": {state.Services.Count} services in {state.Plan.Services.DistinctBy(service => service.Level).Count()} levels") : "";
        var how = state.Phase == RolloutPhase.Running && state.Plan.Services.Zip(state.Services).All(one => IsNew(one.First, one.Second, picture.At)) ? "" : $" goes on, {RolloutWording.Phase(state.Phase)}";
        yield return new RolloutFact(RolloutWording.Text($"Rollout {picture.Number} of {picture.Version}{(environment.Length == 0 ? "" : $" to {environment}")}{how}{many}"));
        foreach (var plan in state.Plan.Services.Take(many.Length == 0 ? state.Services.Count : 0))
        {
            var lane = picture.Lanes.FirstOrDefault(lane => lane.Service == plan.Service);
            var from = lane is null or { StableRevision: "" } ? "" : $"{lane.StableRevision} → ";
            yield return new RolloutFact($"{RolloutWording.Steps(plan)}{(lane is null ? "" : $", revision {from}{lane.CandidateRevision}")}", plan.Service);
        }
    }

    private IEnumerable<RolloutFact> Heartbeats(RolloutPicture picture)
    {
        var state = picture.State;
        if (HeartbeatFacts.OfAll(picture, environment) is { } whole)
        {
            if (IsDue("", state.Phase == RolloutPhase.Held, picture.At))
            {
                Spoke(picture.At, "");
                yield return whole;
            }

            yield break;
        }

        var due = new List<RolloutFact>();
        foreach (var (plan, service) in state.Plan.Services.Zip(state.Services))
        {
            var isDue = IsDue(plan.Service, HeartbeatFacts.IsSlow(state, plan, service), picture.At);
            if (isDue && HeartbeatFacts.Of(picture, plan, service, picture.Lanes.FirstOrDefault(lane => lane.Service == plan.Service)) is { } fact)
            {
                Spoke(picture.At, plan.Service);
                due.Add(fact);
            }
        }

        foreach (var fact in due.Take(due.Count > MaximumHeartbeats ? MaximumHeartbeats - 1 : due.Count))
        {
            yield return fact;
        }

        if (due.Count > MaximumHeartbeats)
        {
            yield return new RolloutFact(RolloutWording.Text($"  and {due.Count - MaximumHeartbeats + 1} more services at work")) { IsHeartbeat = true };
        }
    }

    private bool IsDue(string subject, bool isSlow, DateTimeOffset at) =>
        at - _spoken.GetValueOrDefault(subject, at) >= (isSlow ? HeartbeatFacts.SlowPace : HeartbeatFacts.Pace);

    private void Spoke(DateTimeOffset at, params ReadOnlySpan<string> subjects)
    {
        foreach (var subject in subjects)
        {
            _spoken[subject] = at;
        }
    }

    /// <summary>Of which service; empty for the whole rollout.</summary>
    private static string Subject(RolloutEvent change) => change switch
    {
        RolloutEvent.ServiceMoved moved => moved.Service,
        RolloutEvent.WeightChanged changed => changed.Service,
        RolloutEvent.PersonWanted wanted => wanted.Service,
        _ => "",
    };
}
