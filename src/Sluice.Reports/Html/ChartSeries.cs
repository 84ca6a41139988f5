namespace Sluice.Reports.Html;

/// <summary>A value at a time.</summary>
/// <param name="At">From the start of the run.</param>
/// <param name="Value">In the unit of the chart.</param>
/// <param name="Lower">Lower end of its band; as <paramref name="Value"/> where there is none.</param>
/// <param name="Upper">Upper end of its band; as <paramref name="Value"/> where there is none.</param>
public sealed record ChartPoint(TimeSpan At, double Value, double Lower, double Upper)
{
    public ChartPoint(TimeSpan at, double value)
        : this(at, value, value, value)
    {
    }
}

/// <summary>One line of a chart.</summary>
/// <param name="Label">What it is.</param>
/// <param name="Kind">Class of its colour.</param>
/// <param name="Points">In the order of time.</param>
public sealed record ChartSeries(string Label, string Kind, IReadOnlyList<ChartPoint> Points)
{
    /// <summary>Whether a value holds until the next one, and the space beneath it counts.</summary>
    public bool IsFilledStep { get; init; }
}

/// <summary>A moment that is marked.</summary>
public sealed record ChartMark(TimeSpan At, string Text);

/// <summary>One chart.</summary>
/// <param name="Title">What is shown.</param>
/// <param name="Top">The largest value that the axis has; above 0.</param>
/// <param name="Format">Writes a value of the axis.</param>
/// <param name="Series">Its lines.</param>
public sealed record Chart(string Title, double Top, Func<double, string> Format, IReadOnlyList<ChartSeries> Series)
{
    /// <summary>A value that is to be reached; <see langword="null"/> for none.</summary>
    public double? Bound { get; init; }
}
