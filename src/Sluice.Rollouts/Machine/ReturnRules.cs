namespace Sluice.Rollouts.Machine;

/// <summary>Traffic goes back, the last level first. No pod is touched meanwhile.</summary>
internal static class ReturnRules
{
    public static void Apply(Turn turn)
    {
        if (turn.Phase != RolloutPhase.Returning)
        {
            return;
        }

        foreach (var service in turn.Services)
        {
            if (service.Phase == ServicePhase.Waiting)
            {
                service.MoveTo(ServicePhase.Removed);
            }
            else if (service.State.HadStable == false && service.Phase < ServicePhase.Returning)
            {
                service.MoveTo(ServicePhase.Kept);
            }
        }

        while (turn.Services.Where(service => service.Phase <= ServicePhase.Returning).ToList() is { Count: > 0 } open)
        {
            var level = open.Max(service => service.Plan.Level);
            foreach (var service in open.Where(service => service.Plan.Level == level))
            {
                Return(turn, service);
            }

            if (turn.Services.Any(service => service.Plan.Level == level && service.Phase == ServicePhase.Returning))
            {
                return;
            }
        }

        turn.MoveTo(RolloutPhase.CleaningUp, turn.Reason);
    }

    private static void Return(Turn turn, ServiceTurn service)
    {
        service.MoveTo(ServicePhase.Returning);
        if (service.MayGoBack)
        {
            service.TakeBack();
        }

        if (service.IsBack)
        {
            service.MoveTo(ServicePhase.Returned);
        }
        else if (service.Elapsed >= (service.MayGoBack ? turn.Plan.ReadyDeadline : turn.Plan.ReturnDeadline))
        {
            service.MoveTo(ServicePhase.Stranded);
        }
    }
}
