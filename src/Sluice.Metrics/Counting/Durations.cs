namespace Sluice.Metrics.Counting;

/// <summary>How long answers took, over bounds.</summary>
/// <param name="Bounds">Upper bounds in seconds, rising, without +Inf.</param>
/// <param name="Cumulative">For each bound the answers that were not slower.</param>
/// <param name="Requests">All answers.</param>
public sealed record Durations(IReadOnlyList<double> Bounds, IReadOnlyList<double> Cumulative, double Requests)
{
    /// <summary>No answer, over these bounds.</summary>
    public static Durations None(IReadOnlyList<double> bounds) => new(bounds, new double[bounds.Count], 0);

    /// <summary>Both together, over the bounds that both have: other bounds would be a guess.</summary>
    public static Durations operator +(Durations left, Durations right)
    {
        if (left.Bounds.SequenceEqual(right.Bounds))
        {
            return new Durations(left.Bounds, [.. left.Cumulative.Zip(right.Cumulative, (one, other) => one + other)], left.Requests + right.Requests);
        }

        double[] common = [.. left.Bounds.Intersect(right.Bounds)];
        return left.Over(common) + right.Over(common);
    }

    public static Durations Add(Durations left, Durations right) => left + right;

    /// <summary>The same over some of the bounds.</summary>
    public Durations Over(IReadOnlyList<double> bounds)
    {
        var own = Bounds.ToList();
        return new Durations(bounds, [.. bounds.Select(bound => Cumulative[own.IndexOf(bound)])], Requests);
    }
}
