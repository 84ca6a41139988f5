using FsCheck;
using FsCheck.Fluent;
using Sluice.Rollouts.Machine;

namespace Sluice.Rollouts.Tests.Machine;

public class MachinePropertyTests
{
    [Fact]
    public void Decide_AnyObservations_NoRuleIsBroken()
    {
        var ticks = Gen.Choose(0, int.MaxValue - 1).ListOf();
        Prop.ForAll(
            Arb.From(ticks, Shorter),
            Gen.Choose(0, int.MaxValue - 1).ToArbitrary(),
            (seeds, plan) =>
            {
                var storm = new Storm(plan);
                foreach (var seed in seeds)
                {
                    storm.Tick(seed);
                }
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(20_000).WithEndSize(60).WithQuietOnSuccess(true));
    }

    [Fact]
    public void Decide_ManyRollouts_EveryTransitionIsTakenAndMostEnd()
    {
        var rollout = new HashSet<(RolloutPhase, RolloutPhase)>();
        var services = new HashSet<(ServicePhase, ServicePhase)>();
        var ended = 0;
        for (var seed = 0; seed < 3000; seed++)
        {
            var storm = new Storm(seed);
            for (var tick = 0; tick < 120 && !storm.State.IsOver; tick++)
            {
                storm.Tick((seed * 1000) + tick);
            }

            ended += storm.State.IsOver ? 1 : 0;
            rollout.UnionWith(storm.Events.OfType<RolloutEvent.Moved>().Select(one => (one.From, one.To)));
            services.UnionWith(storm.Events.OfType<RolloutEvent.ServiceMoved>().Select(one => (one.From, one.To)));
        }

        Assert.Empty(RolloutTransitions.Rollout.Select(one => (one.From, one.To)).Except(rollout));
        Assert.Empty(RolloutTransitions.Services.Select(one => (one.From, one.To)).Except(services));
        Assert.True(ended > 2000, $"{ended} of 3000 ended");
    }

    // With fewer moments: first halves, then all but one.
    private static IEnumerable<List<int>> Shorter(List<int> seeds)
    {
        if (seeds.Count > 1)
        {
            yield return seeds[..(seeds.Count / 2)];
            yield return seeds[(seeds.Count / 2)..];
        }

        for (var index = 0; index < seeds.Count; index++)
        {
            yield return [.. seeds.Where((_, place) => place != index)];
        }
    }
}
