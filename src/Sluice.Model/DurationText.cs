using System.Globalization;
using System.Text;

namespace Sluice.Model;

/// <summary>Durations as people write them: <c>250ms</c>, <c>90s</c>, <c>3m</c>, <c>1m30s</c>, <c>2h</c>, <c>7d</c>.</summary>
public static class DurationText
{
    internal const string Pattern = "^(?=.)([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?([0-9]+ms)?$";

    // A million days still fit; more digits are refused before they could overflow.
    private const int MostDigits = 6;

    private static readonly (string Unit, TimeSpan Length)[] s_units =
    [
        ("d", TimeSpan.FromDays(1)),
        ("h", TimeSpan.FromHours(1)),
        ("m", TimeSpan.FromMinutes(1)),
        ("s", TimeSpan.FromSeconds(1)),
        ("ms", TimeSpan.FromMilliseconds(1)),
    ];

    /// <summary>The duration, or <see langword="null"/> if the text is none. Units go from the largest to the smallest, each at most once.</summary>
    public static TimeSpan? Parse(string text)
    {
        var total = TimeSpan.Zero;
        var rest = text.AsSpan();
        var next = 0;
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExceptInRange('0', '9');
            if (digits is <= 0 or > MostDigits)
            {
                return null;
            }

            var letters = rest[digits..].IndexOfAnyInRange('0', '9');
            var unit = letters < 0 ? rest[digits..] : rest.Slice(digits, letters);
            var at = IndexOf(unit, next);
            if (at < 0)
            {
                return null;
            }

            total += int.Parse(rest[..digits], NumberStyles.None, CultureInfo.InvariantCulture) * s_units[at].Length;
            next = at + 1;
            rest = rest[(digits + unit.Length)..];
        }

        return text.Length == 0 ? null : total;
    }

    /// <summary>The shortest text that <see cref="Parse"/> reads as the same duration (to the millisecond).</summary>
    public static string Format(TimeSpan duration)
    {
        var text = new StringBuilder();
        var rest = duration;
        foreach (var (unit, length) in s_units)
        {
            // Days only from two on and where nothing is left: 24h and 36h are easier to read than 1d and 1d12h.
            var count = unit == "d" && (duration.Ticks % length.Ticks != 0 || duration.Ticks == length.Ticks) ? 0 : rest.Ticks / length.Ticks;
            if (count > 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"{count}{unit}");
                rest -= count * length;
            }
        }

        return text.Length == 0 ? "0s" : text.ToString();
    }

    private static int IndexOf(ReadOnlySpan<char> unit, int first)
    {
        for (var at = first; at < s_units.Length; at++)
        {
            if (unit.SequenceEqual(s_units[at].Unit))
            {
                return at;
            }
        }

        return -1;
    }
}
