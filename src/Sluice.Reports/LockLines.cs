using Sluice.Rollouts.Locking;

namespace Sluice.Reports;

/// <summary>What people are told about an environment's lock. Pure.</summary>
public static class LockLines
{
    /// <summary>Holders renew every few seconds; less silence than this is nothing to mention.</summary>
    private static readonly TimeSpan s_silence = TimeSpan.FromSeconds(8);

    /// <param name="environment">Name of the environment.</param>
    /// <param name="view">The lock as it was last seen.</param>
    /// <param name="left">How long this run goes on waiting.</param>
    public static string Waiting(string environment, LockView view, TimeSpan left) =>
        $"Waiting up to {DeployLines.Seconds(left)} for the lock of {environment}: {Holder(view.Lease!)} has it for {For(view)}{SilenceOf(view)}. Ctrl-C gives up.";

    /// <summary>Why a run may not begin: who, since when, what for, and what to type.</summary>
    public static IReadOnlyList<string> Refused(string environment, string command, LockOutcome.Refused refused) =>
    [
        $"{environment} is locked by another run: {Holder(refused.View.Lease!)}",
        $"  It has the lock for {For(refused.View)}{SilenceOf(refused.View)}.{Link(refused.View.Lease!)}",
        refused.Waited < TimeSpan.FromSeconds(1) ? "Nothing was changed." : $"This run waited {DeployLines.Seconds(refused.Waited)} for it. Nothing was changed.",
        $"Next: ./build.sh {command} --lock-wait 10m waits longer; ./build.sh Status shows who has the lock",
    ];

    /// <summary>Why a run had to stop.</summary>
    public static string Lost(string environment, LockLoss loss) => loss switch
    {
        { Other: { } other } => $"The lock of {environment} was taken over by {Holder(other)} for {Purpose(other)}. This run stopped before its next change.",
        { Kind: LockLossKind.NotRenewed, Problem: { } problem } => $"The lock of {environment} could not be renewed, so another run may have it. This run stopped before its next change.\n  {problem}",
        { Kind: LockLossKind.NotRenewed } => $"The lock of {environment} could not be renewed in time, so another run may have it. This run stopped before its next change.",
        _ => $"The lock of {environment} is gone, though this run held it: another run took it over and has given it back, or someone removed it. This run stopped before its next change.",
    };

    public static string TakenOver(string environment, LeaseState before) =>
        $"Took the lock of {environment} over from {Holder(before)}, which had it for {Purpose(before)} and stops now.";

    /// <summary>The line of a status; <see langword="null"/> when nobody holds the lock.</summary>
    public static string? Status(LockView view) => view.Standing switch
    {
        LockStanding.Held => $"  Locked by {Holder(view.Lease!)} for {For(view)}{SilenceOf(view)}.{Link(view.Lease!)}",
        LockStanding.Dead => $"  Locked by {Holder(view.Lease!)} for {For(view)}, but that run is gone: no sign of life for {DeployLines.Seconds(view.Silence)}. The next run takes the lock.",
        _ => null,
    };

    private static string Holder(LeaseState lease) => lease.Holder;

    private static string For(LockView view) => view.Age is { } age ? $"{Purpose(view.Lease!)}, since {DeployLines.Seconds(age)}" : Purpose(view.Lease!);

    private static string Purpose(LeaseState lease) => lease.Purpose.Length == 0 ? "an unknown purpose" : lease.Purpose;

    private static string SilenceOf(LockView view) =>
        view.Silence >= s_silence ? $"; no sign of life for {DeployLines.Seconds(view.Silence)}, and at {DeployLines.Seconds(view.Lease!.Duration)} it counts as gone" : "";

    private static string Link(LeaseState lease) => lease.Url.Length == 0 ? "" : $" {lease.Url}";
}
