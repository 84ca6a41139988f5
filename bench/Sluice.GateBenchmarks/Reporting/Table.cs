using System.Text;

namespace Sluice.GateBenchmarks.Reporting;

/// <summary>A markdown table.</summary>
internal sealed class Table(params IReadOnlyList<string> head)
{
    private readonly List<IReadOnlyList<string>> _rows = [];

    public Table Add(params IReadOnlyList<string> cells)
    {
        _rows.Add(cells);
        return this;
    }

    /// <summary>Cells stand below each other, so that it reads well on a terminal too.</summary>
    public override string ToString()
    {
        List<IReadOnlyList<string>> rows = [head, .. _rows];
        int[] widths = [.. head.Select((_, column) => Math.Max(3, rows.Max(row => row[column].Length)))];
        var text = new StringBuilder();
        Line(head.Select((cell, column) => cell.PadRight(widths[column])));
        Line(widths.Select(width => new string('-', width)));
        foreach (var row in _rows)
        {
            Line(row.Select((cell, column) => cell.PadRight(widths[column])));
        }

        return text.ToString();

        void Line(IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
    }
}
