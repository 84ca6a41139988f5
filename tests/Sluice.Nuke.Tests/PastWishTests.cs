using Sluice.Nuke.Jobs;

namespace Sluice.Nuke.Tests;

public sealed class PastWishTests
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("2026-03-02T10:00:00Z", "2026-03-02T11:00:00Z")]
    [InlineData("2026-03-02T10:00:00", "2026-03-02T12:00:00+01:00")]
    [InlineData("2h", "1h")]
    [InlineData("1772445600", "1772449200")]
    public void Window_AnyNotation_IsTheSameMoment(string from, string to) => Assert.Equal(
        (s_now.AddHours(-2), s_now.AddHours(-1)), new PastWish(null, from, to).Window(s_now, []));

    [Fact]
    public void Window_WithoutEnd_EndsNow() => Assert.Equal((s_now.AddMinutes(-30), s_now), new PastWish(null, "30m", null).Window(s_now, []));

    [Theory]
    [InlineData(null, null, "--from is missing")]
    [InlineData("yesterday-ish", null, "--from: 'yesterday-ish' is no time: write 2026-03-01T14:00:00Z, seconds since 1970, or a time ago such as 2h.")]
    [InlineData("1h", "2h", "--from does not lie before --to.")]
    [InlineData("1h", "2026-03-02T13:00:00Z", "--to lies in the future.")]
    [InlineData("30d", null, "more than 7d apart")]
    public void Window_Mistake_IsTold(string? from, string? to, string error)
    {
        var errors = new List<string>();

        Assert.Null(new PastWish(null, from, to).Window(s_now, errors));
        Assert.Contains(error, Assert.Single(errors), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, 300, 0)]
    [InlineData("90s", 90, 0)]
    [InlineData("1s", 300, 1)]
    [InlineData("long", 300, 1)]
    public void Watch_Duration_IsReadOrRefused(string? text, int seconds, int mistakes)
    {
        var errors = new List<string>();

        Assert.Equal(seconds, new AaCheckWish(null, [], text, null, null, new PastWish(null, null, null)).Watch(errors).TotalSeconds);
        Assert.Equal(mistakes, errors.Count);
    }

    [Fact]
    public void Watch_DurationBesideThePast_IsRefused()
    {
        var errors = new List<string>();

        new AaCheckWish(null, [], "1m", null, null, new PastWish(null, "2h", null)).Watch(errors);

        Assert.Single(errors);
    }
}
