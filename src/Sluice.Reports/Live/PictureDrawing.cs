using Spectre.Console;
using Spectre.Console.Rendering;

namespace Sluice.Reports.Live;

/// <summary>Draws rows for a terminal of a given width. Every row is one line; texts are never read as markup.</summary>
public static class PictureDrawing
{
    /// <summary>Narrower terminals get lines of this width.</summary>
    public const int LeastWidth = 20;

    /// <param name="rows">What to show.</param>
    /// <param name="width">Columns that may be used.</param>
    /// <param name="isColoured">Whether the lines hold colours, as terminal sequences.</param>
    public static IReadOnlyList<string> Lines(IReadOnlyList<PictureRow> rows, int width, bool isColoured)
    {
        using var text = new StringWriter { NewLine = "\n" };
        var console = Console(text, width, isColoured);
        foreach (var row in rows)
        {
            console.Write(Draw(row, rows, console.Profile.Width));
        }

        return text.ToString().TrimEnd('\n').Split('\n');
    }

    /// <summary>A console of that width, at least <see cref="LeastWidth"/>, that writes into a text.</summary>
    internal static IAnsiConsole Console(TextWriter text, int width, bool isColoured)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isColoured ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = isColoured ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(text),
        });
        console.Profile.Width = Math.Max(width, LeastWidth);
        console.Profile.Capabilities.Unicode = true;
        return console;
    }

    private static IRenderable Draw(PictureRow row, IReadOnlyList<PictureRow> rows, int width)
    {
        var style = StyleOf(row.Kind);
        var time = row.Time.Length;
        var nameWidth = row.Kind switch
        {
            RowKind.Head or RowKind.Log or RowKind.More => width - 4 - time,
            // Names stand in one column, as long as it leaves half of the line to what is said of them.
            _ => Math.Min(rows.Where(other => other.Kind is not (RowKind.Head or RowKind.Log or RowKind.More)).Max(other => other.Name.GetCellWidth()), Math.Max((width - 4 - time) / 2, 6)),
        };
        var rest = Math.Max(width - 3 - nameWidth - 1 - time - (time > 0 ? 1 : 0), 0);
        var grid = new Grid { Width = width, Expand = false };
        grid.AddColumn(Column(3)).AddColumn(Column(nameWidth + 1)).AddColumn(Column(rest)).AddColumn(Column(time + (time > 0 ? 1 : 0)).RightAligned());
        grid.AddRow(Cell(MarkOf(row.Kind), style), Cell(Cut(row.Name, nameWidth), style), Cell(Cut(row.State, rest), row.Kind == RowKind.Failed ? style : Style.Plain), Cell(row.Time, new Style(decoration: Decoration.Dim)));
        return grid;
    }

    private static GridColumn Column(int width) => new() { Width = Math.Max(width, 0), NoWrap = true, Padding = new Padding(0) };

    private static Text Cell(string text, Style style) => new Text(text, style).Crop();

    /// <summary>By columns of the terminal, of which some characters take two.</summary>
    internal static string Cut(string text, int width)
    {
        if (text.GetCellWidth() <= width)
        {
            return text;
        }

        var used = 0;
        var end = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            var cells = rune.ToString().GetCellWidth();
            if (used + cells > width - 1)
            {
                break;
            }

            used += cells;
            end += rune.Utf16SequenceLength;
        }

        return width < 1 ? "" : $"{text.AsSpan(0, end)}…";
    }

    private static string MarkOf(RowKind kind) => kind switch
    {
        RowKind.Head => "",
        RowKind.Ready => " ✓",
        RowKind.Failed => " ✗",
        RowKind.Starting => " ●",
        RowKind.Waiting => " ○",
        _ => "",
    };

    private static Style StyleOf(RowKind kind) => kind switch
    {
        RowKind.Head => new Style(decoration: Decoration.Bold),
        RowKind.Ready => new Style(Color.Green),
        RowKind.Failed => new Style(Color.Red),
        RowKind.Starting => new Style(Color.Yellow),
        _ => new Style(decoration: Decoration.Dim),
    };
}
