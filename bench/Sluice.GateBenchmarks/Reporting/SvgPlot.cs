using System.Globalization;
using System.Text;
using System.Xml.Linq;
using Sluice.GateBenchmarks.Judging;
using Sluice.GateBenchmarks.Measuring;

namespace Sluice.GateBenchmarks.Reporting;

/// <summary>Seconds to rollback by the candidate's error rate, both logarithmic: independent solid, clustered dashed.</summary>
internal static class SvgPlot
{
    private const double Left = 70, Top = 40, Width = 560, Height = 340, MostSeconds = 3600, LeastSeconds = 4;
    private static readonly string[] s_colours = ["#0072b2", "#56b4e9", "#d55e00", "#e69f00", "#7f7f7f"];
    private static readonly XNamespace s_svg = "http://www.w3.org/2000/svg";

    public static string Draw(Figures figures)
    {
        var root = new XElement(
            s_svg + "svg",
            new XAttribute("viewBox", $"0 0 {Left + Width + 30} {Top + Height + 60 + 20 * Judges.All.Count}"),
            new XAttribute("font-family", "sans-serif"),
            new XAttribute("font-size", 12),
            new XElement(s_svg + "rect", new XAttribute("width", "100%"), new XAttribute("height", "100%"), new XAttribute("fill", "#ffffff")),
            Label(Left, 22, "Median seconds to rollback (solid: independent, dashed: clustered; ends of bars: 95 %)", "start"));
        Axes(root);
        for (var judge = 0; judge < Judges.All.Count; judge++)
        {
            foreach (var isClustered in new[] { false, true })
            {
                Line(root, figures, judge, isClustered);
            }

            var y = Top + Height + 60 + 20 * judge;
            root.Add(Stroke($"M{Left},{y - 4} h24", s_colours[judge], 2.5), Label(Left + 32, y, Judges.All[judge].Name, "start"));
        }

        return root.ToString() + "\n";
    }

    private static void Axes(XElement root)
    {
        foreach (var seconds in new double[] { 5, 10, 30, 60, 120, 300, 600, 1200, 3600 })
        {
            root.Add(Stroke(Invariant($"M{Left},{Y(seconds)} h{Width}"), "#dddddd", 1), Label(Left - 8, Y(seconds) + 4, Text.Seconds(seconds) + " s", "end"));
        }

        foreach (var rate in Scenarios.Rates)
        {
            root.Add(Stroke(Invariant($"M{X(rate)},{Top} v{Height}"), "#eeeeee", 1), Label(X(rate), Top + Height + 20, Text.Percent(rate), "middle"));
        }
    }

    private static void Line(XElement root, Figures figures, int judge, bool isClustered)
    {
        var path = new StringBuilder();
        foreach (var column in figures.Main.Where(column => column.IsClustered == isClustered && !column.IsNull))
        {
            var median = column.Judges[judge].RollbackSeconds;
            if (double.IsFinite(median.Median))
            {
                var x = X(column.CandidateErrors);
                path.Append(Invariant($"{(path.Length == 0 ? 'M' : 'L')}{x},{Y(median.Median)} "));
                root.Add(Stroke(Invariant($"M{x},{Y(median.Lower)} V{Y(Math.Min(MostSeconds, median.Upper))}"), s_colours[judge], 4));
            }
        }

        if (path.Length > 0)
        {
            var line = Stroke(path.ToString().TrimEnd(), s_colours[judge], 2);
            if (isClustered)
            {
                line.Add(new XAttribute("stroke-dasharray", "6 4"));
            }

            root.Add(line);
        }
    }

    private static double X(double rate) => Math.Round(Left + 30 + (Width - 60) * Math.Log(rate / 0.01) / Math.Log(20), 1);

    private static double Y(double seconds) =>
        Math.Round(Top + Height * (1 - Math.Log(seconds / LeastSeconds) / Math.Log(MostSeconds / LeastSeconds)), 1);

    private static XElement Stroke(string path, string colour, double width) => new(
        s_svg + "path",
        new XAttribute("d", path),
        new XAttribute("fill", "none"),
        new XAttribute("stroke", colour),
        new XAttribute("stroke-width", width.ToString(CultureInfo.InvariantCulture)));

    private static XElement Label(double x, double y, string text, string anchor) => new(
        s_svg + "text", new XAttribute("x", x), new XAttribute("y", y), new XAttribute("text-anchor", anchor), text);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
