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

    /// <exception cref="BuildFailedException">The text is not a duration.</exception>
    public static TimeSpan Read(string? text, bool isTerminal)
    {
        if (string.IsNullOrEmpty(text))
        {
            return isTerminal ? s_onTerminal : s_elsewhere;
        }

        if (text.Trim('0') is "" or "s" or "m")
        {
            return TimeSpan.Zero;
        }

        return DurationText.Parse(text, out var problem)
            ?? throw new BuildFailedException(ExitCodes.BadInput, $"--lock-wait: {problem}. Allowed: {DurationText.Allowed}, or 0 to be refused at once.");
    }
}
