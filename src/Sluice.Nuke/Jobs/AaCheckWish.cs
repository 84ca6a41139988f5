using Sluice.Model;

namespace Sluice.Nuke.Jobs;

/// <summary>What the parameters of AaCheck say, as they were typed; <see langword="null"/> where they were not.</summary>
/// <param name="Environment">Where.</param>
/// <param name="Services">Whose pods; empty for all.</param>
/// <param name="Duration">How long they are watched.</param>
/// <param name="Rate">Requests per second that are sent in the sandbox.</param>
/// <param name="Path">What they ask for.</param>
/// <param name="Past">Past traffic instead.</param>
internal sealed record AaCheckWish(string? Environment, IReadOnlyList<string> Services, string? Duration, string? Rate, string? Path, PastWish Past)
{
    private static readonly TimeSpan s_default = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan s_shortest = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_longest = TimeSpan.FromHours(24);

    /// <summary>How long pods are watched.</summary>
    public TimeSpan Watch(List<string> errors)
    {
        if (string.IsNullOrEmpty(Duration))
        {
            return s_default;
        }

        if (Past.IsAsked)
        {
            errors.Add("--duration stands beside --from, --to or --prometheus: what is past is not watched.");
        }

        if (DurationText.Parse(Duration) is { } duration && duration >= s_shortest && duration <= s_longest)
        {
            return duration;
        }

        errors.Add($"--duration: '{Duration}' is not a duration of 10s to 24h: --duration 10m");
        return s_default;
    }
}
