using Sluice.Model;
using Sluice.Nuke.Failures;
using Sluice.Rollouts.Deploy;

namespace Sluice.Nuke.Hosting;

/// <summary>How long a run waits for another one.</summary>
internal static class LockPatience
{
    /// <summary>A person can see what it waits for and end it.</summary>
    private static readonly TimeSpan s_onTerminal = TimeSpan.FromMinutes(5);

    /// <summary>Longer than a lock outlives its holder: a run that was killed never makes the next one fail.</summary>
    private static readonly TimeSpan s_elsewhere = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan s_longest = TimeSpan.FromHours(24);

    /// <exception cref="BuildFailedException">The text is not a duration.</exception>
    public static TimeSpan Read(string? text, bool isTerminal)
    {
        if (string.IsNullOrEmpty(text))
        {
            return isTerminal ? s_onTerminal : s_elsewhere;
        }

        return text == "0" ? TimeSpan.Zero
            : DurationText.Parse(text) is { } wait && wait <= s_longest ? wait
            : throw new BuildFailedException(ExitCodes.BadInput, $"--lock-wait: '{text}' is no duration up to {DurationText.Format(s_longest)}. Write it like 90s, 10m or 1m30s, or 0 to be refused at once.");
    }
}
