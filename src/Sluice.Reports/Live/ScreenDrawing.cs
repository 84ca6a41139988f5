using Spectre.Console;

namespace Sluice.Reports.Live;

/// <summary>Draws lines in pieces for a terminal of a given width. Every line is one row; texts are never read as markup.</summary>
public static class ScreenDrawing
{
    /// <param name="lines">What to show.</param>
    /// <param name="width">Columns that may be used.</param>
    /// <param name="isColoured">Whether the rows hold colours, as terminal sequences.</param>
    public static IReadOnlyList<string> Lines(IReadOnlyList<ScreenLine> lines, int width, bool isColoured)
    {
        using var text = new StringWriter { NewLine = "\n" };
        var console = PictureDrawing.Console(text, width, isColoured);
        foreach (var line in lines)
        {
            console.Write(Draw(line, console.Profile.Width));
            console.WriteLine();
        }

        return text.ToString().TrimEnd('\n').Split('\n');
    }

    private static Paragraph Draw(ScreenLine line, int width)
    {
        // What stands left says what it is about.
        var right = PictureDrawing.Cut(line.Right, width / 2);
        var gap = right.Length == 0 ? 0 : 1;
        var left = Math.Max(width - right.GetCellWidth() - gap, 0);
        var row = new Paragraph { Overflow = Overflow.Crop };
        var used = 0;
        foreach (var piece in line.Left)
        {
            var fitting = PictureDrawing.Cut(piece.Text, left - used);
            row.Append(fitting, StyleOf(piece.Tone));
            used += fitting.GetCellWidth();
            if (fitting.Length < piece.Text.Length)
            {
                break;
            }
        }

        return right.Length == 0 ? row : row.Append(new string(' ', Math.Max(width - used - right.GetCellWidth(), 0))).Append(right, StyleOf(ScreenTone.Dim));
    }

    private static Style StyleOf(ScreenTone tone) => tone switch
    {
        ScreenTone.Dim => new Style(decoration: Decoration.Dim),
        ScreenTone.Bold => new Style(decoration: Decoration.Bold),
        ScreenTone.Good => new Style(Color.Green),
        ScreenTone.Bad => new Style(Color.Red),
        ScreenTone.Busy => new Style(Color.Yellow),
        ScreenTone.Candidate => new Style(Color.Yellow),
        ScreenTone.Stable => new Style(Color.Blue),
        _ => Style.Plain,
    };
}
