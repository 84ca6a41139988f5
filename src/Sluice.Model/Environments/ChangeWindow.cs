namespace Sluice.Model.Environments;

/// <summary>A time of the week in which releases may go live.</summary>
/// <param name="Days">The days on which it opens; never empty.</param>
/// <param name="From">Time of the day at which it opens.</param>
/// <param name="To">Time of the day at which it closes, at most 24 h; before <paramref name="From"/>: on the next day. Never equal to it.</param>
/// <param name="Zone">The time zone that both are meant in.</param>
public sealed record ChangeWindow(IReadOnlyList<DayOfWeek> Days, TimeSpan From, TimeSpan To, TimeZoneInfo Zone)
{
    private bool EndsNextDay => To < From;

    /// <summary>Whether it is open at an instant.</summary>
    public bool IsOpen(DateTimeOffset instant)
    {
        var local = TimeZoneInfo.ConvertTime(instant, Zone);
        var time = local.TimeOfDay;
        return EndsNextDay
            ? (Days.Contains(local.DayOfWeek) && time >= From) || (Days.Contains(local.AddDays(-1).DayOfWeek) && time < To)
            : Days.Contains(local.DayOfWeek) && time >= From && time < To;
    }

    /// <summary>When it opens next, strictly after an instant.</summary>
    public DateTimeOffset NextOpening(DateTimeOffset instant)
    {
        var today = TimeZoneInfo.ConvertTime(instant, Zone).Date;
        // The day of today may be over already, and a week later it comes again.
        return Enumerable.Range(0, 9)
            .Select(days => today.AddDays(days))
            .Where(day => Days.Contains(day.DayOfWeek))
            .Select(OpeningOn)
            .First(opening => opening > instant);
    }

    public override string ToString() =>
        $"{string.Join(", ", Days.Select(day => day.ToString()[..3].ToLowerInvariant()))} {Clock(From)}-{Clock(To)} {Zone.Id}";

    internal static string Clock(TimeSpan time) => time.TotalHours >= 24 ? "24:00" : time.ToString(@"hh\:mm", System.Globalization.CultureInfo.InvariantCulture);

    private DateTimeOffset OpeningOn(DateTime day)
    {
        var local = day + From;
        // Where clocks jump over the opening, it opens when they have.
        while (Zone.IsInvalidTime(local))
        {
            local = local.AddMinutes(1);
        }

        return new DateTimeOffset(local, Zone.GetUtcOffset(local)).ToUniversalTime();
    }
}
