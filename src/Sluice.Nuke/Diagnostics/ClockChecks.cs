using System.Globalization;
using Sluice.Kubernetes.Api;

namespace Sluice.Nuke.Diagnostics;

/// <summary>Whether this machine's clock agrees with those it talks to.</summary>
internal static class ClockChecks
{
    /// <summary>Beyond this, times in logs, ledgers and reports mislead.</summary>
    public static readonly TimeSpan Noticeable = TimeSpan.FromSeconds(2);

    /// <summary>Beyond this, tokens and certificates that were just made are refused.</summary>
    public static readonly TimeSpan Harmful = TimeSpan.FromSeconds(60);

    /// <param name="other">Whose clock it is: <c>the cluster of stage</c>.</param>
    /// <param name="clock">Seen from here; <see langword="null"/> when the answer bore no time.</param>
    public static Finding Compare(string other, ClockComparison? clock)
    {
        if (clock is null)
        {
            return Finding.Notice("Clock", $"{other} does not tell its time", "Compare the clocks by hand if times in logs look wrong.");
        }

        var difference = clock.CertainDifference;
        var what = string.Create(CultureInfo.InvariantCulture, $"{clock.Ahead.Duration().TotalSeconds:0.0} s {(clock.Ahead < TimeSpan.Zero ? "ahead of" : "behind")} {other}");
        const string advice = "Set both clocks by the same time server (timedatectl set-ntp true here).";
        return difference > Harmful ? Finding.Problem("Clock", what, advice)
            : difference > Noticeable ? Finding.Notice("Clock", what, advice)
            : Finding.Fine("Clock", $"agrees with {other}");
    }
}
