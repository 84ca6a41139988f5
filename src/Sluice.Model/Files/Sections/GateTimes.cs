using Sluice.Model.Files.Shapes;
using Sluice.Model.Gates;

namespace Sluice.Model.Files.Sections;

/// <summary>Keys that all gates have, and those that all gates with bounds have.</summary>
internal static class GateTimes
{
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(7);

    public static Field<TimeSpan> Dwell { get; } = Field.Optional(
        "dwell", "How long it looks at least before a candidate passes", CommonShapes.Seconds(30, s_longest), GateDefaults.Dwell);

    public static Field<TimeSpan> Deadline { get; } = Field.Optional(
        "deadline", "After this without a decision it is inconclusive, never passed", CommonShapes.Seconds(60, s_longest), GateDefaults.Deadline);

    public static Field<TimeSpan> Interval { get; } = Field.Optional(
        "interval", "Time between two looks", CommonShapes.Seconds(5, TimeSpan.FromHours(1)), GateDefaults.Interval);

    public static Field<int> MinimumRequests { get; } = Field.Optional(
        "minimumRequests", "Fewer decide nothing", new IntegerShape(1, 1_000_000_000), GateDefaults.MinimumRequests);

    public static Field<int> Failures { get; } = Field.Optional("failures", "Failed looks in a row that roll back", new IntegerShape(1, 100), GateDefaults.Failures);

    /// <summary>A gate that ends before it may pass anything would always be inconclusive.</summary>
    public static void Check(FieldValues values)
    {
        if (values.Get(Deadline) is var deadline && deadline > TimeSpan.Zero && deadline < values.Get(Dwell))
        {
            values.Report(values.Has(Deadline) ? Deadline : Dwell, "leaves no time to pass: the deadline comes before the dwell is over", "a deadline after the dwell");
        }
    }
}
