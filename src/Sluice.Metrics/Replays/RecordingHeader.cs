using System.Globalization;
using Sluice.Metrics.Exposition;
using Sluice.Model.Input;

namespace Sluice.Metrics.Replays;

/// <summary>The first line of a recording: which column is what.</summary>
internal sealed class RecordingHeader
{
    public const string Allowed = "t,nc,nb,ec,eb and, for latency, lat_c_<le> and lat_b_<le> for the same bounds in seconds";

    private const string Candidate = "lat_c_";
    private const string Baseline = "lat_b_";

    private static readonly string[] s_needed = ["t", "nc", "nb", "ec", "eb"];

    private readonly Dictionary<string, int> _columns = [];
    private readonly SortedDictionary<double, int> _candidate = [];
    private readonly SortedDictionary<double, int> _baseline = [];

    private RecordingHeader(IReadOnlyList<string> names) => Names = names;

    /// <summary>The names of the columns as written.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Finite bounds, rising.</summary>
    public double[] Bounds => [.. _candidate.Keys.Where(double.IsFinite)];

    public static RecordingHeader Read(IReadOnlyList<Cell> cells, string file, List<InputError> errors)
    {
        var header = new RecordingHeader([.. cells.Select(cell => cell.Text)]);
        for (var index = 0; index < cells.Count; index++)
        {
            if (header.Place(cells[index].Text, index) is { } problem)
            {
                errors.Add(new InputError(file, 1, cells[index].Column, "", problem, Allowed, NearestName.Of(cells[index].Text, s_needed)));
            }
        }

        foreach (var name in s_needed.Where(name => !header._columns.ContainsKey(name)))
        {
            errors.Add(new InputError(file, 1, 1, "", $"the column '{name}' is missing", Allowed));
        }

        foreach (var (bound, has, lacks) in header._candidate.Keys.Except(header._baseline.Keys).Select(bound => (bound, Candidate, Baseline))
            .Concat(header._baseline.Keys.Except(header._candidate.Keys).Select(bound => (bound, Baseline, Candidate))))
        {
            errors.Add(new InputError(file, 1, 1, "", $"the bound {Text(bound)} is there as {has}{Text(bound)} and not as {lacks}{Text(bound)}: both arms need the same bounds", Allowed));
        }

        return header;
    }

    /// <summary>The value of a column that is always there.</summary>
    public double Of(string name, double[] values) => values[_columns[name]];

    /// <summary>The cumulative counts of an arm, in the order of <see cref="Bounds"/>, and all of its durations.</summary>
    public (double[] Cumulative, double All) Buckets(double[] values, bool candidate)
    {
        var columns = candidate ? _candidate : _baseline;
        var all = columns.TryGetValue(double.PositiveInfinity, out var index) ? values[index] : Of(candidate ? "nc" : "nb", values);
        return ([.. columns.Where(column => double.IsFinite(column.Key)).Select(column => values[column.Value])], all);
    }

    /// <summary>The name of the column that holds a bound of an arm.</summary>
    public string NameOf(bool candidate, int bound) => Names[(candidate ? _candidate : _baseline)[Bounds[bound]]];

    private string? Place(string name, int index)
    {
        if (s_needed.Contains(name))
        {
            return _columns.TryAdd(name, index) ? null : $"the column '{name}' is there twice";
        }

        var arm = name.StartsWith(Candidate, StringComparison.Ordinal) ? _candidate : name.StartsWith(Baseline, StringComparison.Ordinal) ? _baseline : null;
        if (arm is null)
        {
            return name.Contains(';', StringComparison.Ordinal) || name.Contains('\t', StringComparison.Ordinal)
                ? "the columns are not separated by commas"
                : $"the column '{name}' is not known";
        }

        return LineReader.ParseValue(name.AsSpan(Candidate.Length)) is not { } bound || !(bound > 0) ? $"the column '{name}' names no bound"
            : arm.TryAdd(bound, index) ? null
            : $"the bound of '{name}' is there twice";
    }

    private static string Text(double bound) => double.IsFinite(bound) ? bound.ToString(CultureInfo.InvariantCulture) : "+Inf";
}

/// <summary>A value of a line.</summary>
/// <param name="Text">Without blanks and quotation marks around it.</param>
/// <param name="Column">Where it begins, 1-based.</param>
internal readonly record struct Cell(string Text, int Column);
