using System.Globalization;
using Sluice.Model.Environments;
using Sluice.Model.Files.Shapes;

namespace Sluice.Model.Files.Sections;

/// <summary><c>changeWindows:</c></summary>
internal static class ChangeWindowSchema
{
    private static readonly string[] s_dayNames = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    private static readonly TimeSpan s_day = TimeSpan.FromHours(24);

    private static readonly Shape<IReadOnlyList<DayOfWeek>> s_dayRange = new TextShape<IReadOnlyList<DayOfWeek>>(
        "a day or a range of days (mon, tue, wed, thu, fri, sat, sun, mon-fri)", Days, "^(mon|tue|wed|thu|fri|sat|sun)(-(mon|tue|wed|thu|fri|sat|sun))?$");

    private static readonly Field<IReadOnlyList<DayOfWeek>> s_days = Field.Required(
        "days",
        "On which days it opens",
        new EitherShape<IReadOnlyList<DayOfWeek>>(
            s_dayRange,
            new MappedShape<IReadOnlyList<IReadOnlyList<DayOfWeek>>, IReadOnlyList<DayOfWeek>>(
                new ListShape<IReadOnlyList<DayOfWeek>>(s_dayRange, least: 1), ranges => [.. ranges.SelectMany(range => range).Distinct()])));

    private static readonly Field<(TimeSpan From, TimeSpan To)> s_hours = Field.Required(
        "hours", "From when to when; an end before the start is on the next day", new TextShape<(TimeSpan From, TimeSpan To)>("hours such as 09:00-17:00, or 00:00-24:00 for the whole day", Hours, "^[0-9]{2}:[0-9]{2}-[0-9]{2}:[0-9]{2}$"));

    private static readonly Field<TimeZoneInfo> s_zone = new(
        "timeZone", "The time zone that the hours are meant in", new TextShape<TimeZoneInfo>("the name of a time zone (Europe/Berlin, UTC) that this machine knows", Zone), required: false, TimeZoneInfo.Utc)
    {
        DefaultText = "UTC",
    };

    public static Shape<ChangeWindow> Window { get; } = new RecordShape<ChangeWindow>("a change window", [s_days, s_hours, s_zone], values =>
    {
        var (from, to) = values.Get(s_hours);
        return new ChangeWindow(values.Get(s_days) ?? [], from, to, values.Get(s_zone) ?? TimeZoneInfo.Utc);
    });

    private static TextReading<IReadOnlyList<DayOfWeek>> Days(string text)
    {
        var ends = text.Split('-');
        var first = Array.IndexOf(s_dayNames, ends[0]);
        var last = Array.IndexOf(s_dayNames, ends[^1]);
        if (ends.Length > 2 || first < 0 || last < 0)
        {
            return TextReading.Bad<IReadOnlyList<DayOfWeek>>("is neither a day nor a range of days");
        }

        // fri-mon goes on over the end of the week. The week of .NET starts with Sunday.
        var count = ((last - first + 7) % 7) + 1;
        return new([.. Enumerable.Range(first, count).Select(day => (DayOfWeek)((day + 1) % 7))], null);
    }

    private static TextReading<(TimeSpan From, TimeSpan To)> Hours(string text)
    {
        var ends = text.Split('-');
        if (ends.Length != 2 || Clock(ends[0]) is not { } from || Clock(ends[1]) is not { } to || from == s_day)
        {
            return TextReading.Bad<(TimeSpan, TimeSpan)>("is not a range of hours");
        }

        return from == to
            ? TextReading.Bad<(TimeSpan, TimeSpan)>("never opens: it ends when it starts")
            : new((from, to), null);
    }

    private static TimeSpan? Clock(string text) =>
        text.Length == 5 && text[2] == ':'
        && int.TryParse(text.AsSpan(0, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var hours)
        && int.TryParse(text.AsSpan(3, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var minutes)
        && minutes < 60 && (hours < 24 || (hours == 24 && minutes == 0))
            ? new TimeSpan(hours, minutes, 0)
            : null;

    private static TextReading<TimeZoneInfo> Zone(string text)
    {
        // Names are paths in the machine's database; nothing else is to be looked up with them.
        var isName = text.Length is > 0 and < 64 && char.IsAsciiLetter(text[0]) && text.All(sign => char.IsAsciiLetterOrDigit(sign) || sign is '/' or '_' or '-' or '+');
        return isName && TimeZoneInfo.TryFindSystemTimeZoneById(text, out var zone) ? new(zone, null) : TextReading.Bad<TimeZoneInfo>("is not a time zone that this machine knows");
    }
}
