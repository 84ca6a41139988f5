namespace Sluice.Rollouts.Machine;

/// <summary>What holds while nobody drives the rollout: candidates that are not promoted have no weight.</summary>
internal static class SuspendRules
{
    public static void Apply(Turn turn)
    {
        if (turn.Phase != RolloutPhase.Suspended || turn.IsLeft)
        {
            return;
        }

        foreach (var service in turn.Services.Where(service => service.Phase is >= ServicePhase.Scaling and <= ServicePhase.Promoting && service.MayGoBack))
        {
            service.TakeBack();
            if (service.Phase != ServicePhase.Scaling)
            {
                // The step begins anew when it is resumed: nothing is taken for granted.
                service.Begin(service.State.Step);
            }
        }
    }
}
