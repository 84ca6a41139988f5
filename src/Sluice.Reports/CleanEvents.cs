using Sluice.Reports.Rollouts;
using Sluice.Rollouts;
using Sluice.Rollouts.Events;

namespace Sluice.Reports;

/// <summary>Takes secrets out of the texts of an event that come from elsewhere. Pure.</summary>
public static class CleanEvents
{
    /// <param name="deployEvent">What happened.</param>
    /// <param name="clean">Takes secrets out of a text.</param>
    public static DeployEvent Of(DeployEvent deployEvent, Func<string, string> clean) => deployEvent switch
    {
        DeployEvent.PodChanged e => e with { Detail = clean(e.Detail) },
        DeployEvent.ServiceFailed e => e with { Failure = Of(e.Failure, clean) },
        DeployEvent.LogLine e => e with { Text = clean(e.Text) },
        DeployEvent.Reconnecting e => e with { Why = clean(e.Why) },
        DeployEvent.Recorded e => e with { Entry = e.Entry with { Reason = clean(e.Entry.Reason) } },
        DeployEvent.Removed e => e with { Item = e.Item with { Detail = clean(e.Item.Detail) } },
        DeployEvent.RolloutChanged e => e with { Event = CleanRollouts.Of(e.Event, clean) },
        DeployEvent.RolloutSeen e => e with { Picture = CleanRollouts.Of(e.Picture, clean) },
        DeployEvent.Notice e => e with { Text = clean(e.Text) },
        _ => deployEvent,
    };

    private static ReadinessFailure Of(ReadinessFailure failure, Func<string, string> clean) => failure with
    {
        Reason = clean(failure.Reason),
        Hint = clean(failure.Hint),
        LogLines = [.. failure.LogLines.Select(clean)],
        Warnings = [.. failure.Warnings.Select(clean)],
    };
}
