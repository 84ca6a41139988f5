using Sluice.Nuke.Jobs;
using Sluice.Rollouts.Machine;

namespace Sluice.Nuke.Tests;

public sealed class SignalWishTests
{
    [Theory]
    [InlineData(RolloutSignal.Promote, RolloutPhase.Suspended, true)]
    [InlineData(RolloutSignal.PromoteFully, RolloutPhase.Suspended, true)]
    [InlineData(RolloutSignal.Promote, RolloutPhase.Running, false)]
    [InlineData(RolloutSignal.PromoteFully, RolloutPhase.Held, false)]
    [InlineData(RolloutSignal.Abort, RolloutPhase.Suspended, false)]
    [InlineData(RolloutSignal.Resume, RolloutPhase.Suspended, false)]
    public void ComesAfterResume_OfAPromotion_WhereTheRolloutIsInterrupted(RolloutSignal signal, RolloutPhase phase, bool expected) =>
        Assert.Equal(expected, new SignalWish("x", signal).ComesAfterResume(phase));
}
