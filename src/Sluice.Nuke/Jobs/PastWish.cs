using System.Globalization;
using Sluice.Model;

namespace Sluice.Nuke.Jobs;

/// <summary>Which past traffic of which server, as it was typed; <see langword="null"/> where it was not.</summary>
/// <param name="Prometheus">Address of the server.</param>
/// <param name="From">Begin.</param>
/// <param name="To">End.</param>
internal sealed record PastWish(string? Prometheus, string? From, string? To)
{
    private const string Allowed = "write 2026-03-01T14:00:00Z, seconds since 1970, or a time ago such as 2h";

    private static readonly TimeSpan s_longest = TimeSpan.FromDays(7);

    /// <summary>Whether anything of it was typed.</summary>
    public bool IsAsked => !string.IsNullOrEmpty(Prometheus) || !string.IsNullOrEmpty(From) || !string.IsNullOrEmpty(To);

    /// <summary>The window, or everything that is wrong with it.</summary>
    public (DateTimeOffset From, DateTimeOffset To)? Window(DateTimeOffset now, List<string> errors)
    {
        var known = errors.Count;
        if (string.IsNullOrEmpty(From))
        {
            errors.Add($"--from is missing: {Allowed}.");
        }

        var from = Time("--from", From, now, errors);
        var to = Time("--to", To, now, errors) ?? now;
        if (errors.Count > known || from is not { } begin)
        {
            return null;
        }

        if (to > now)
        {
            errors.Add("--to lies in the future.");
        }

        if (begin >= to)
        {
            errors.Add("--from does not lie before --to.");
        }
        else if (to - begin > s_longest)
        {
            errors.Add($"--from and --to are more than {DurationText.Format(s_longest)} apart.");
        }

        return errors.Count > known ? null : (begin, to);
    }

    private static DateTimeOffset? Time(string option, string? text, DateTimeOffset now, List<string> errors)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        DateTimeOffset? time = text == "now" ? now
            : DurationText.Parse(text) is { } ago ? now - ago
            : double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds < 1e11 ? DateTimeOffset.UnixEpoch.AddSeconds(seconds)
            : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var date) ? date
            : null;
        if (time is null)
        {
            errors.Add($"{option}: '{text}' is no time: {Allowed}.");
        }

        return time;
    }
}
