using System.Globalization;

namespace Sluice.Model;

/// <summary>Durations as people write them: <c>90s</c>, <c>3m</c>, <c>1m30s</c>, <c>2h</c>.</summary>
public static class DurationText
{
    public const string Allowed = "a duration such as 90s, 3m or 1m30s, more than 0 and at most 24h";
    internal const string Pattern = "^(?=.)([0-9]+h)?([0-9]+m)?([0-9]+s)?$";
    private static readonly TimeSpan s_longest = TimeSpan.FromHours(24);

    /// <summary>The duration, or <see langword="null"/> with what is wrong.</summary>
    public static TimeSpan? Parse(string text, out string? problem)
    {
        var total = TimeSpan.Zero;
        var rest = text.AsSpan();
        foreach (var (unit, length) in (ReadOnlySpan<(char, TimeSpan)>)[('h', TimeSpan.FromHours(1)), ('m', TimeSpan.FromMinutes(1)), ('s', TimeSpan.FromSeconds(1))])
        {
            var end = rest.IndexOf(unit);
            if (end < 0)
            {
                continue;
            }

            // Six digits are eleven days in seconds; more is out of range anyway and must not overflow.
            if (end is 0 or > 6 || !int.TryParse(rest[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            {
                break;
            }

            total += count * length;
            rest = rest[(end + 1)..];
        }

        problem = rest.Length > 0 || text.Length == 0 ? $"'{text}' is not a duration"
            : total <= TimeSpan.Zero || total > s_longest ? $"'{text}' is out of range"
            : null;
        return problem is null ? total : null;
    }
}
