using System.Globalization;

namespace Sluice.Sandbox.Api.Printing;

/// <summary>How long ago, in the two most telling units, as kubectl's users know it.</summary>
internal static class HumanDuration
{
    public static string Since(string? time, DateTimeOffset now) =>
        DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var then) ? Text(now - then) : "<unknown>";

    public static string Text(TimeSpan span)
    {
        long seconds = Math.Max(0, (long)span.TotalSeconds);
        (long minutes, long hours, long days) = (seconds / 60, seconds / 3600, seconds / 86400);
        return seconds switch
        {
            < 120 => Join(seconds, "s", 0, ""),
            < 600 => Join(minutes, "m", seconds % 60, "s"),
            < 3 * 3600 => Join(minutes, "m", 0, ""),
            < 8 * 3600 => Join(hours, "h", minutes % 60, "m"),
            < 48 * 3600 => Join(hours, "h", 0, ""),
            < 8 * 86400 => Join(days, "d", hours % 24, "h"),
            < 730 * 86400L => Join(days, "d", 0, ""),
            _ => Join(days / 365, "y", days % 365, "d"),
        };
    }

    private static string Join(long first, string unit, long second, string lesser) => second == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{first}{unit}")
        : string.Create(CultureInfo.InvariantCulture, $"{first}{unit}{second}{lesser}");
}
