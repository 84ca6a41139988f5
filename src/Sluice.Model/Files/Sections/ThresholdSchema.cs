using Sluice.Model.Files.Shapes;
using Sluice.Model.Gates;

namespace Sluice.Model.Files.Sections;

/// <summary><c>threshold:</c></summary>
internal static class ThresholdSchema
{
    private static readonly Field<TimeSpan> s_slowerThan = Field.Required(
        "slowerThan", "A bound of the histogram", CommonShapes.Duration(TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(1)));

    private static readonly Field<Bounds?> s_errorShare = Field.Maybe("errorShare", "Share of bad answers", BoundsSchema.OfShares, "not judged");
    private static readonly Field<SlowBounds?> s_slowShare = Field.Maybe(
        "slowShare",
        "Share of slow answers",
        new RecordShape<SlowBounds>(
            "bounds of slow answers",
            [s_slowerThan, BoundsSchema.Shares.Min, BoundsSchema.Shares.Max],
            values => new SlowBounds(values.Get(s_slowerThan), BoundsSchema.Shares.Build(values))),
        "not judged");

    private static readonly Field<Bounds?> s_requestRate = Field.Maybe("requestRate", "Candidate requests per second", BoundsSchema.OfNumbers, "not judged");

    public static Shape<ThresholdGate> Threshold { get; } = new RecordShape<ThresholdGate>(
        "a threshold gate",
        [s_errorShare, s_slowShare, s_requestRate, GateTimes.Interval, GateTimes.MinimumRequests, GateTimes.Failures, GateTimes.Dwell, GateTimes.Deadline],
        Build);

    private static ThresholdGate Build(FieldValues values)
    {
        GateTimes.Check(values);
        if (!values.Has(s_errorShare) && !values.Has(s_slowShare) && !values.Has(s_requestRate))
        {
            values.Report("has no metric to judge by", "errorShare, slowShare, requestRate or several of them");
        }

        return new ThresholdGate("")
        {
            ErrorShare = values.Get(s_errorShare),
            SlowShare = values.Get(s_slowShare),
            RequestRate = values.Get(s_requestRate),
            Interval = values.Get(GateTimes.Interval),
            MinimumRequests = values.Get(GateTimes.MinimumRequests),
            Failures = values.Get(GateTimes.Failures),
            Dwell = values.Get(GateTimes.Dwell),
            Deadline = values.Get(GateTimes.Deadline),
        };
    }
}
