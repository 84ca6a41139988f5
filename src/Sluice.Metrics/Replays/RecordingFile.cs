using System.Globalization;
using Sluice.Analysis;
using Sluice.Model.Input;

namespace Sluice.Metrics.Replays;

/// <summary>
/// Reads recorded traffic: CSV with a header. <c>nc,nb</c> are requests and <c>ec,eb</c> bad ones since the row before, of
/// candidate and baseline; <c>lat_c_&lt;le&gt;,lat_b_&lt;le&gt;</c> count those of the same requests that took at most that long.
/// </summary>
public static class RecordingFile
{
    /// <summary>More of the same help nobody.</summary>
    private const int MostErrors = 100;

    private const string Hint = "increments since the row before, 0 or more";

    /// <summary>The recording, or everything that is wrong with it.</summary>
    public static (Recording? Recording, IReadOnlyList<InputError> Errors) Parse(string text, string file)
    {
        var errors = new List<InputError>();
        RecordingHeader? header = null;
        var rows = new List<RecordedInterval>();
        double? before = null;
        var number = 0;
        foreach (var part in text.AsSpan().TrimStart('\uFEFF').EnumerateLines())
        {
            number++;
            if (part.IsWhiteSpace())
            {
                continue;
            }

            var cells = Split(part.ToString());
            if (header is null)
            {
                header = RecordingHeader.Read(cells, file, errors);
                if (errors.Count > 0)
                {
                    return (null, errors); // columns that nobody knows make every line wrong
                }
            }
            else if (new Line(file, number, cells, header, errors).Read(ref before) is { } row)
            {
                rows.Add(row);
            }

            if (errors.Count >= MostErrors)
            {
                errors.Add(new InputError(file, number, 1, "", $"more than {MostErrors} errors; what follows was not looked at"));
                break;
            }
        }

        if (header is null || (rows.Count == 0 && errors.Count == 0))
        {
            errors.Add(new InputError(file, 1, 1, "", header is null ? "it is empty" : "there is no line after the header", RecordingHeader.Allowed));
        }

        return errors.Count == 0 ? (new Recording(rows), []) : (null, errors);
    }

    /// <summary>The values between commas; there is nothing in a recording that would need a comma in quotes.</summary>
    private static List<Cell> Split(string line)
    {
        var cells = new List<Cell>();
        for (var begin = 0; begin <= line.Length;)
        {
            var end = line.IndexOf(',', begin) is var comma and >= 0 ? comma : line.Length;
            var text = line[begin..end].Trim();
            cells.Add(new Cell(text is ['"', .. var inner, '"'] ? inner : text, begin + 1));
            begin = end + 1;
        }

        return cells;
    }

    /// <summary>A line with values.</summary>
    private readonly ref struct Line(string file, int number, IReadOnlyList<Cell> cells, RecordingHeader header, List<InputError> errors)
    {
        /// <param name="before">The time of the row before; moved to this one's.</param>
        public RecordedInterval? Read(ref double? before)
        {
            var known = errors.Count;
            if (cells.Count != header.Names.Count)
            {
                Add(1, "", string.Create(CultureInfo.InvariantCulture, $"it has {cells.Count} values, and the header names {header.Names.Count} columns"), "a number for every column");
                return null;
            }

            var values = new double[cells.Count];
            for (var index = 0; index < cells.Count; index++)
            {
                values[index] = Value(index);
            }

            if (errors.Count > known)
            {
                return null;
            }

            var time = header.Of("t", values);
            if (time <= before)
            {
                Add(1, "t", string.Create(CultureInfo.InvariantCulture, $"{time} is not after the row before, {before}"), "seconds, rising from row to row");
            }

            before = time;
            var candidate = Arm("nc", "ec", values);
            var baseline = Arm("nb", "eb", values);
            var latency = header.Bounds.Length == 0 ? (LatencyArms?)null : new LatencyArms(header.Bounds, Buckets(values, true), Buckets(values, false));
            return errors.Count > known ? null : new RecordedInterval(time, new Arms(candidate, baseline), latency);
        }

        private double Value(int index)
        {
            var (text, column) = cells[index];
            if (!double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var value)
                || !double.IsFinite(value))
            {
                Add(column, header.Names[index], text.Length == 0 ? "the value is missing" : $"'{text}' is not a number", "a number with a point, such as 12 or 0.5");
                return double.NaN;
            }

            if (value < 0)
            {
                Add(column, header.Names[index], $"{text} is negative", header.Names[index] == "t" ? "seconds, 0 or more" : Hint);
            }

            return value;
        }

        private Counts Arm(string all, string bad, double[] values)
        {
            var counts = new Counts(header.Of(all, values), header.Of(bad, values));
            if (counts.Bad > counts.Requests)
            {
                Add(1, bad, string.Create(CultureInfo.InvariantCulture, $"{counts.Bad} bad requests are more than all of them, {counts.Requests} in {all}"), $"{bad} from 0 to {all}");
            }

            return counts;
        }

        private Histogram Buckets(double[] values, bool candidate)
        {
            var (cumulative, all) = header.Buckets(values, candidate);
            for (var index = 0; index < cumulative.Length; index++)
            {
                if (index > 0 && cumulative[index] < cumulative[index - 1])
                {
                    Add(1, header.NameOf(candidate, index), string.Create(CultureInfo.InvariantCulture, $"{cumulative[index]} is less than {cumulative[index - 1]} in {header.NameOf(candidate, index - 1)}"), "for each bound all requests that took at most that long");
                }
            }

            if (cumulative.Length > 0 && cumulative[^1] > all)
            {
                Add(1, header.NameOf(candidate, cumulative.Length - 1), string.Create(CultureInfo.InvariantCulture, $"{cumulative[^1]} is more than all requests of the row, {all}"), Hint);
            }

            return new Histogram(all, cumulative);
        }

        private void Add(int column, string key, string problem, string allowed) => errors.Add(new InputError(file, number, column, key, problem, allowed));
    }
}
