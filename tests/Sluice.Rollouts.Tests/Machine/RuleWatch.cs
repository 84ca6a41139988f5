using Sluice.Rollouts.Machine;

namespace Sluice.Rollouts.Tests.Machine;

/// <summary>Judges every decision by the rules alone, with a memory of its own.</summary>
internal sealed class RuleWatch(RolloutPlan plan)
{
    private static readonly HashSet<(RolloutPhase, RolloutPhase)> s_rollout = [.. RolloutTransitions.Rollout.Select(one => (one.From, one.To))];
    private static readonly HashSet<(ServicePhase, ServicePhase)> s_services = [.. RolloutTransitions.Services.Select(one => (one.From, one.To))];

    private readonly HashSet<(string Service, int Step)> _passes = [];
    private readonly Dictionary<string, int> _highest = [];
    private bool _promoted;

    public void Check(RolloutState before, Observation seen, RolloutDecision decision)
    {
        if (before.IsOver)
        {
            Assert.Same(before, decision.State);
            Assert.Empty(decision.Commands);
            Assert.Empty(decision.Events);
            return;
        }

        _promoted |= seen.Signal is RolloutSignal.Promote or RolloutSignal.PromoteFully;
        _passes.UnionWith(seen.Services.Where(one => one.Gate is { Word: GateWord.Pass }).Select(one => (one.Service, one.Gate!.Step)));
        Assert.All(decision.Events.OfType<RolloutEvent.Moved>(), one => Assert.Contains((one.From, one.To), s_rollout));
        Assert.All(decision.Events.OfType<RolloutEvent.ServiceMoved>(), one => Assert.Contains((one.From, one.To), s_services));
        foreach (var (service, was, now) in plan.Services.Zip(before.Services, decision.State.Services))
        {
            var sight = seen.Services.FirstOrDefault(one => one.Service == service.Service);
            var commands = decision.Commands.Where(one => one.Service == service.Service).ToList();
            foreach (var change in decision.Events.OfType<RolloutEvent.WeightChanged>().Where(one => one.Service == service.Service))
            {
                CheckChange(service, change, was, sight, before, decision);
            }

            CheckTraffic(service, was, now, sight, commands, decision.State);
            CheckPods(service, sight, now, commands, decision.State);
        }

        CheckEnds(before, seen, decision);
    }

    // What was updated in place has pods of one kind only, and gets the others by going back.
    private static bool OnlyCandidateServes(ServicePlan service, ServiceObservation? sight) => !service.IsRolling && sight is { Stable.Ready: 0, Candidate.Ready: > 0 };

    private void CheckChange(ServicePlan service, RolloutEvent.WeightChanged change, ServiceState was, ServiceObservation? sight, RolloutState before, RolloutDecision decision)
    {
        Assert.InRange(change.To, 0, 100);
        if (change.To < change.From)
        {
            Assert.Equal((0, WeightCause.TakenBack), (change.To, change.Cause));
            Assert.False(OnlyCandidateServes(service, sight), "only the candidate serves, and its traffic was taken");
            if (decision.State.Phase == RolloutPhase.Returning)
            {
                // The last level first.
                Assert.All(plan.Services.Zip(decision.State.Services).Where(one => one.First.Level > service.Level), one => Assert.True(one.Second.Phase > ServicePhase.Returning));
            }

            return;
        }

        Assert.True(before.Phase != RolloutPhase.Returning && change.From < change.To);
        var step = service.Steps.Select((one, index) => (one, index)).Single(one => one.one.Kind == StepKind.Weight && one.one.Weight == change.To).index;
        var earlier = Enumerable.Range(0, step).Where(index => service.Steps[index].Kind == StepKind.Weight).DefaultIfEmpty(-1).Last();
        var isAllowed = change.Cause switch
        {
            WeightCause.Begun => earlier < 0,
            WeightCause.GatePassed => _passes.Contains((service.Service, earlier)),
            WeightCause.NoGate => earlier >= 0 && !service.Steps[earlier].IsGated,
            WeightCause.Person => _promoted,
            WeightCause.NoStable => sight is { Stable.Ready: 0 } || was.HadStable == false || sight?.Stable is { Pods: 0 },
            WeightCause.Resumed => change.To <= _highest.GetValueOrDefault(service.Service),
            _ => false,
        };
        Assert.True(isAllowed, $"{service.Service} rose to {change.To} by {change.Cause}");
        Assert.True(service.IsRolling || sight is { Candidate.Ready: > 0 }, "weight on a stack that does not serve");
        Assert.True(service.IsRolling || sight!.IsHeld || decision.State.Services.Single(one => one.Service == service.Service).HadStable == false, "weight without the capacity to take it back");
        _highest[service.Service] = Math.Max(_highest.GetValueOrDefault(service.Service), change.To);
    }

    private static void CheckTraffic(ServicePlan service, ServiceState was, ServiceState now, ServiceObservation? sight, List<RolloutCommand> commands, RolloutState state)
    {
        Assert.InRange(now.Weight, 0, 100);
        Assert.True(now.Weight == 0 || service.Steps.Any(step => step.Weight == now.Weight));
        foreach (var command in commands.OfType<RolloutCommand.SetWeight>())
        {
            Assert.Equal(now.Weight, command.Weight);
            Assert.True(service.IsRolling || command.Weight <= (sight?.Weight ?? 100) || sight is { Candidate.Ready: > 0 }, "weight on zero pods");
            Assert.False(command.Weight < sight?.Weight && OnlyCandidateServes(service, sight), "only the candidate serves");
        }

        if (state.Phase == RolloutPhase.Returning)
        {
            Assert.All(commands, command => Assert.IsType<RolloutCommand.SetWeight>(command));
            Assert.True(was.Weight >= now.Weight);
        }

        Assert.True(now.Phase is not (ServicePhase.Returned or ServicePhase.Removed) || now.Weight == 0);
    }

    private static void CheckPods(ServicePlan service, ServiceObservation? sight, ServiceState now, List<RolloutCommand> commands, RolloutState state)
    {
        foreach (var command in commands)
        {
            switch (command)
            {
                case RolloutCommand.RemoveCandidate:
                    Assert.True(state.Phase == RolloutPhase.CleaningUp && now.Weight == 0 && sight is { Weight: 0, IsEvidenceSaved: true }, "pods before traffic or evidence");
                    break;
                case RolloutCommand.ScaleCandidate scale:
                    Assert.True(scale.Pods > sight!.Candidate!.Pods, "a candidate made smaller");
                    break;
                case RolloutCommand.ReleaseCapacity:
                    Assert.True(
                        (state.Phase == RolloutPhase.CleaningUp && sight is { Weight: 0 }) || (state.Phase == RolloutPhase.Finishing && sight is { Weight: 100, IsPromoted: true }),
                        "capacity given up while it may be needed");
                    break;
                case RolloutCommand.KeepWarm:
                    Assert.True(state.Phase == RolloutPhase.Finishing && sight is { Weight: 100, IsPromoted: true });
                    break;
                default:
                    break;
            }
        }

        if (service.IsRolling)
        {
            Assert.All(commands, command => Assert.True(command is RolloutCommand.SetWeight or RolloutCommand.Judge or RolloutCommand.SaveEvidence, $"{command} in place"));
        }
        else if (state.Phase is RolloutPhase.Running or RolloutPhase.Held && now is { Weight: > 0, HadStable: true } && sight is { IsHeld: false })
        {
            Assert.Contains(commands, command => command is RolloutCommand.HoldCapacity);
        }
    }

    private void CheckEnds(RolloutState before, Observation seen, RolloutDecision decision)
    {
        var state = decision.State;
        if (seen.Signal == RolloutSignal.Interrupt && before.Phase is RolloutPhase.Running or RolloutPhase.Held)
        {
            foreach (var (service, _) in plan.Services.Zip(state.Services).Where(one => one.Second is { HadStable: true, Phase: >= ServicePhase.Scaling and <= ServicePhase.Promoting }))
            {
                var sight = seen.Services.FirstOrDefault(one => one.Service == service.Service);
                Assert.True(OnlyCandidateServes(service, sight) || sight is { Weight: 0 } || decision.Commands.Contains(new RolloutCommand.SetWeight(service.Service, 0)), "interrupted with weight");
            }
        }

        // Whoever serves alone has done everything that the others of its level have.
        foreach (var (service, now) in plan.Services.Zip(state.Services).Where(one => one.Second.Phase is ServicePhase.Promoting or ServicePhase.Promoted))
        {
            Assert.All(plan.Services.Zip(state.Services).Where(one => one.First.Level == service.Level), one => Assert.True(state.Phase == RolloutPhase.Returning || one.Second.Step == one.First.Last));
        }

        Assert.True(state.Phase != RolloutPhase.Succeeded || state.Services.All(one => one is { Phase: ServicePhase.Promoted, Weight: 100 }));
        Assert.True(state.Phase != RolloutPhase.RolledBack || state.Services.All(one => one.Phase is ServicePhase.Returned or ServicePhase.Removed or ServicePhase.Kept));
        Assert.True(!state.IsOver || state.Phase == RolloutPhase.Succeeded || state.Reason is not null);
    }
}
