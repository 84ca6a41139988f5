using Sluice.Model.Files.Shapes;
using Sluice.Model.Gates;
using Sluice.Model.Values;

namespace Sluice.Model.Files.Sections;

/// <summary><c>min:</c> and <c>max:</c>.</summary>
internal static class BoundsSchema
{
    private static readonly Shape<double> s_any = new NumberShape(-1e15, 1e15);
    private static readonly Shape<double> s_share = new MappedShape<Share, double>(CommonShapes.AnyShare, share => share.Value);

    public static BoundsFields Numbers { get; } = new(s_any);

    public static BoundsFields Shares { get; } = new(s_share);

    public static Shape<Bounds> OfNumbers { get; } = new RecordShape<Bounds>("bounds", [Numbers.Min, Numbers.Max], Numbers.Build);

    public static Shape<Bounds> OfShares { get; } = new RecordShape<Bounds>("bounds", [Shares.Min, Shares.Max], Shares.Build);
}

/// <summary>The two keys, for records that have them among others.</summary>
internal sealed class BoundsFields(Shape<double> value)
{
    public Field<double?> Min { get; } = Field.MaybeValue("min", "The least that is good", value);

    public Field<double?> Max { get; } = Field.MaybeValue("max", "The most that is good", value);

    public Bounds Build(FieldValues values)
    {
        if (!values.Has(Min) && !values.Has(Max))
        {
            values.Report("bounds nothing", "min, max or both");
        }

        if (values.Get(Min) > values.Get(Max))
        {
            values.Report(Min, "is above max", "a min up to max");
        }

        return new Bounds(values.Get(Min), values.Get(Max));
    }
}
