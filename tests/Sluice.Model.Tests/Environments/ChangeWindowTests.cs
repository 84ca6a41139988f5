using Sluice.Model.Environments;
using Sluice.Model.Files;
using Sluice.Model.Tests.Files;

namespace Sluice.Model.Tests.Environments;

public class ChangeWindowTests
{
    [Theory]
    [InlineData("mon-fri", "09:00-17:00", "2026-03-02T09:00Z", true)]   // a Monday
    [InlineData("mon-fri", "09:00-17:00", "2026-03-02T08:59Z", false)]
    [InlineData("mon-fri", "09:00-17:00", "2026-03-02T16:59Z", true)]
    [InlineData("mon-fri", "09:00-17:00", "2026-03-02T17:00Z", false)]
    [InlineData("mon-fri", "09:00-17:00", "2026-03-07T12:00Z", false)]  // a Saturday
    [InlineData("fri-mon", "00:00-24:00", "2026-03-08T23:59Z", true)]
    [InlineData("fri-mon", "00:00-24:00", "2026-03-10T00:00Z", false)]
    [InlineData("[tue, thu]", "00:00-24:00", "2026-03-03T12:00Z", true)]
    [InlineData("[tue, thu]", "00:00-24:00", "2026-03-04T12:00Z", false)]
    [InlineData("fri", "22:00-02:00", "2026-03-06T23:00Z", true)]
    [InlineData("fri", "22:00-02:00", "2026-03-07T01:59Z", true)]       // still Friday's
    [InlineData("fri", "22:00-02:00", "2026-03-07T02:00Z", false)]
    [InlineData("fri", "22:00-02:00", "2026-03-06T01:00Z", false)]      // would be Thursday's
    [InlineData("sun", "22:00-00:00", "2026-03-08T23:59Z", true)]
    [InlineData("sun", "22:00-00:00", "2026-03-09T00:00Z", false)]
    public void IsOpen_Instant_ByDayAndHour(string days, string hours, string instant, bool expected) =>
        Assert.Equal(expected, Window(days, hours, "UTC").IsOpen(Instant(instant)));

    [Theory]
    [InlineData("2026-01-15T08:30Z", true)]   // 09:30 in winter
    [InlineData("2026-01-15T07:30Z", false)]
    [InlineData("2026-07-16T07:30Z", true)]   // 09:30 in summer
    public void IsOpen_TimeZone_FollowsItsClock(string instant, bool expected) =>
        Assert.Equal(expected, Window("mon-fri", "09:00-17:00", "Europe/Berlin").IsOpen(Instant(instant)));

    [Theory]
    [InlineData("mon-fri", "09:00-17:00", "UTC", "2026-03-02T08:00Z", "2026-03-02T09:00Z")]
    [InlineData("mon-fri", "09:00-17:00", "UTC", "2026-03-02T09:00Z", "2026-03-03T09:00Z")]
    [InlineData("mon-fri", "09:00-17:00", "UTC", "2026-03-06T18:00Z", "2026-03-09T09:00Z")]
    [InlineData("mon", "09:00-17:00", "UTC", "2026-03-02T10:00Z", "2026-03-09T09:00Z")]
    [InlineData("mon-sun", "09:00-17:00", "Europe/Berlin", "2026-03-28T12:00Z", "2026-03-29T07:00Z")]  // the clocks went on
    [InlineData("sun", "02:30-05:00", "Europe/Berlin", "2026-03-28T12:00Z", "2026-03-29T01:00Z")]      // 02:30 does not exist; 03:00 does
    public void NextOpening_Instant_FirstOneAfterIt(string days, string hours, string zone, string instant, string expected) =>
        Assert.Equal(Instant(expected), Window(days, hours, zone).NextOpening(Instant(instant)));

    [Fact]
    public void NextOpening_RandomWindows_IsOpenThenAndNotJustBefore()
    {
        var random = new Random(3);
        string[] days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
        for (var round = 0; round < 300; round++)
        {
            // At least an hour long and not through the night, so that the end of one does not touch the next.
            var from = random.Next(0, 22);
            var window = Window(days[random.Next(7)] + "-" + days[random.Next(7)], $"{from:00}:{random.Next(60):00}-{random.Next(from + 2, 24):00}:00", round % 2 == 0 ? "UTC" : "Europe/Berlin");
            var now = Instant("2026-01-01T00:00Z").AddMinutes(random.Next(525_600));

            var opening = window.NextOpening(now);

            Assert.True(opening > now, window.ToString());
            Assert.True(window.IsOpen(opening), $"{window} at {opening:o}");
            Assert.False(window.IsOpen(opening.AddMinutes(-1)), $"{window} just before {opening:o}");
        }
    }

    [Fact]
    public void ToString_Window_AsPeopleSayIt() => Assert.Equal("mon, tue 09:00-24:00 UTC", Window("mon-tue", "09:00-24:00", "UTC").ToString());

    private static ChangeWindow Window(string days, string hours, string zone)
    {
        var text = SamplePipeline.Text + $"    changeWindows: [{{days: {days}, hours: {hours}, timeZone: {zone}}}]\n";
        var load = PipelineFile.Parse(text, "sluice.yaml");
        Assert.Equal([], load.Errors.Select(error => error.ToString()));
        return load.Pipeline!.Environments[1].ChangeWindows[0];
    }

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
