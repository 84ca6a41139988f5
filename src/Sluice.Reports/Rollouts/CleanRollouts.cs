using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Machine;

namespace Sluice.Reports.Rollouts;

/// <summary>Takes secrets out of the texts of a rollout that come from elsewhere: pods, jobs, metrics sources, people. Pure.</summary>
internal static class CleanRollouts
{
    public static RolloutEvent Of(RolloutEvent change, Func<string, string> clean) => change switch
    {
        RolloutEvent.Moved { Reason: { } reason } moved => moved with { Reason = Of(reason, clean) },
        RolloutEvent.PersonWanted wanted => wanted with { Question = clean(wanted.Question) },
        _ => change,
    };

    public static RolloutPicture Of(RolloutPicture picture, Func<string, string> clean) => picture with
    {
        State = picture.State.Reason is { } reason ? picture.State with { Reason = Of(reason, clean) } : picture.State,
        Lanes = [.. picture.Lanes.Select(lane => Of(lane, clean))],
    };

    private static RolloutReason Of(RolloutReason reason, Func<string, string> clean) => reason with { Text = clean(reason.Text) };

    private static LanePicture Of(LanePicture lane, Func<string, string> clean) => lane with
    {
        Seen = lane.Seen is { } seen ? seen with { Stable = Of(seen.Stable, clean), Candidate = Of(seen.Candidate, clean) } : null,
        Answer = lane.Answer is { } answer ? answer with { Text = clean(answer.Text) } : null,
        Gate = lane.Gate is { } gate ? gate with { Text = clean(gate.Text) } : null,
    };

    private static StackSight? Of(StackSight? stack, Func<string, string> clean) => stack is { Failure: { } failure } ? stack with { Failure = clean(failure) } : stack;
}
