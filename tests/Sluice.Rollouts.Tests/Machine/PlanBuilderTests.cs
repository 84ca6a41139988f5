using Sluice.Model.Environments;
using Sluice.Model.Gates;
using Sluice.Model.Services;
using Sluice.Model.Strategies;
using Sluice.Model.Values;
using Sluice.Rollouts.Machine;

namespace Sluice.Rollouts.Tests.Machine;

public class PlanBuilderTests
{
    [Fact]
    public void Of_Rolling_OneStepThatCountsAfterOneThatWaits()
    {
        var plan = Plans.Rolling();

        Assert.True(plan.IsRolling);
        Assert.Equal([(StepKind.Scale, 0, false), (StepKind.Weight, 100, true)], plan.Steps.Select(step => (step.Kind, step.Weight, step.IsGated)));
    }

    [Fact]
    public void Of_Canary_EndsWithEverything() => Assert.Equal(
        [(10, true), (50, true), (100, false)], Plans.Canary().Steps.Select(step => (step.Weight, step.IsGated)));

    [Fact]
    public void Of_CanaryThatBeginsWithAJob_HasAPodForIt() => Assert.Equal(
        [StepKind.Scale, StepKind.Smoke, StepKind.Weight, StepKind.Weight], Plans.Canary(steps: [new SmokeStep(new JobDefinition("s")), new WeightStep(5)]).Steps.Select(step => step.Kind));

    [Fact]
    public void Of_StepWithItsOwnTimes_TheyHold()
    {
        var step = Plans.Canary(steps: new WeightStep(5) { Dwell = TimeSpan.FromHours(1), Deadline = TimeSpan.FromHours(2) }).Steps[0];

        Assert.Equal((TimeSpan.FromHours(1), TimeSpan.FromHours(2)), (step.Dwell, step.Deadline));
    }

    [Fact]
    public void Of_DwellBeyondTheDeadline_DeadlineFollows() =>
        Assert.Equal(TimeSpan.FromHours(1), Plans.Canary(steps: new WeightStep(5) { Dwell = TimeSpan.FromHours(1) }).Steps[0].Deadline);

    [Fact]
    public void Of_NoGate_NoDwellUnlessSaid() =>
        Assert.Equal([TimeSpan.Zero, TimeSpan.FromMinutes(1)], Plans.Canary(gate: NoGate.Instance, steps: [new WeightStep(5), new WeightStep(6) { Dwell = TimeSpan.FromMinutes(1) }]).Steps.Take(2).Select(step => step.Dwell));

    [Theory]
    [InlineData(TrafficRouter.GatewayApi, 5, 20, 1)]
    [InlineData(TrafficRouter.GatewayApi, 25, 10, 3)]
    [InlineData(TrafficRouter.Replicas, 50, 3, 3)]
    [InlineData(TrafficRouter.Replicas, 5, 3, 1)]
    [InlineData(TrafficRouter.Replicas, 10, 9, 1)]
    [InlineData(TrafficRouter.Replicas, 10, 10, 2)]
    [InlineData(TrafficRouter.Replicas, 80, 3, 12)]
    public void Pods_OfAWeight_RoundedUp(TrafficRouter router, int weight, int stable, int expected) =>
        Assert.Equal(expected, Plans.Canary(router: router, steps: new WeightStep(weight)).Pods(0, stable));

    [Fact]
    public void Pods_SizeSaid_Counts()
    {
        var plan = Plans.Canary(steps: [new ReplicasStep(StackSize.Of(7)), new WeightStep(5) { Replicas = new StackSize(null, new Share(0.5)) }]);

        Assert.Equal([7, 5, 10], Enumerable.Range(0, 3).Select(step => plan.Pods(step, 10)));
    }
}
