using Sluice.Model.Files.Shapes;
using Sluice.Model.Gates;
using Sluice.Model.Values;

namespace Sluice.Model.Files.Sections;

/// <summary><c>sloBurnRate:</c></summary>
internal static class BurnRateSchema
{
    private static readonly Shape<TimeSpan> s_window = CommonShapes.Seconds(60, TimeSpan.FromDays(30));

    private static readonly Field<Share> s_objective = Field.Required(
        "objective", "Share of answers that are good", new ShareShape(new Share(0), new Share(0.999999), isAboveLeast: true));

    private static readonly Field<TimeSpan?> s_slowerThan = Field.MaybeValue(
        "slowerThan", "Answers slower than this are bad too", CommonShapes.Duration(TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(1)), "only errors are bad");

    private static readonly Field<TimeSpan> s_long = Field.Required("long", "The long window", s_window);
    private static readonly Field<TimeSpan> s_short = Field.Required("short", "The short window", s_window);
    private static readonly Field<double> s_rate = Field.Required("rate", "How many times faster than the budget allows", new NumberShape(0, 10_000, isAboveLeast: true));
    private static readonly Field<IReadOnlyList<BurnRateWindow>> s_windows = new(
        "windows",
        "Pairs of windows; it rolls back when both of a pair burn faster than its rate",
        new ListShape<BurnRateWindow>(new RecordShape<BurnRateWindow>("a pair of windows", [s_long, s_short, s_rate], BuildWindow), least: 1),
        required: false,
        GateDefaults.BurnRateWindows)
    {
        DefaultText = "1h with 5m at 14.4, 6h with 30m at 6",
    };

    public static Shape<SloBurnRateGate> BurnRate { get; } = new RecordShape<SloBurnRateGate>(
        "a burn-rate gate",
        [s_objective, s_slowerThan, s_windows, GateTimes.Interval, GateTimes.MinimumRequests, GateTimes.Dwell, GateTimes.Deadline],
        Build);

    private static BurnRateWindow BuildWindow(FieldValues values)
    {
        var window = new BurnRateWindow(values.Get(s_long), values.Get(s_short), values.Get(s_rate));
        if (window.LongWindow > TimeSpan.Zero && window.ShortWindow >= window.LongWindow)
        {
            values.Report(s_short, "is not shorter than long", "a short window below the long one");
        }

        return window;
    }

    private static SloBurnRateGate Build(FieldValues values)
    {
        GateTimes.Check(values);
        return new SloBurnRateGate("", values.Get(s_objective).Value)
        {
            SlowerThan = values.Get(s_slowerThan),
            Windows = values.Get(s_windows) ?? GateDefaults.BurnRateWindows,
            Interval = values.Get(GateTimes.Interval),
            MinimumRequests = values.Get(GateTimes.MinimumRequests),
            Dwell = values.Get(GateTimes.Dwell),
            Deadline = values.Get(GateTimes.Deadline),
        };
    }
}
