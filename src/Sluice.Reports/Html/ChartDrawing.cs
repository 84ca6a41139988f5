using System.Globalization;
using System.Text;
using Sluice.Reports.Rollouts;

namespace Sluice.Reports.Html;

/// <summary>Draws a chart as SVG within the page: no script, no font, nothing from elsewhere. Pure.</summary>
internal static class ChartDrawing
{
    private const double Width = 900;
    private const double Height = 130;
    private const double Left = 60;
    private const double Right = 10;
    private const double Above = 18;
    private const double Below = 20;
    private const double LetterWidth = 6;
    private const int Ticks = 6;
    private const int MaximumMarks = 24;

    /// <param name="chart">What to draw.</param>
    /// <param name="marks">Moments that are marked.</param>
    /// <param name="whole">How long the run was; above 0.</param>
    /// <param name="markup">Makes texts harmless.</param>
    public static string Draw(Chart chart, IReadOnlyList<ChartMark> marks, TimeSpan whole, Markup markup)
    {
        var scene = new Scene(chart.Top, whole);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<figure>\n<figcaption>{markup.Text(chart.Title)}{Legend(chart, markup)}</figcaption>\n")
            .Append(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{markup.Text(chart.Title)}\">\n");
        foreach (var value in new[] { 0, chart.Top / 2, chart.Top })
        {
            svg.Append(CultureInfo.InvariantCulture, $"<path class=\"grid\" d=\"M{Left} {scene.Y(value)}H{Width - Right}\"/><text class=\"left\" x=\"{Left - 6}\" y=\"{scene.Y(value)}\" dy=\"4\">{markup.Text(chart.Format(value))}</text>\n");
        }

        for (var tick = 0; tick <= Ticks; tick++)
        {
            var at = whole * tick / Ticks;
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{scene.X(at)}\" y=\"{Height - 5}\"{(tick == Ticks ? " class=\"left\"" : tick == 0 ? "" : " class=\"middle\"")}>{RolloutWording.Running(at)}</text>\n");
        }

        foreach (var line in Marks(marks, scene, markup))
        {
            svg.Append(line);
        }

        if (chart.Bound is { } bound)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<path class=\"bound\" d=\"M{Left} {scene.Y(bound)}H{Width - Right}\"/>\n");
        }

        foreach (var series in chart.Series)
        {
            svg.Append(scene.Draw(series));
        }

        return svg.Append("</svg>\n</figure>\n").ToString();
    }

    /// <summary>Each a line; a word with it where the last one leaves room.</summary>
    private static IEnumerable<string> Marks(IReadOnlyList<ChartMark> marks, Scene scene, Markup markup)
    {
        var free = 0.0;
        foreach (var mark in marks.Take(MaximumMarks))
        {
            var text = markup.Text(mark.Text);
            var x = scene.At(mark.At);
            var width = (text.Length * LetterWidth) + 6;
            var isLast = x + width > Width;
            var start = isLast ? x - width : x;
            yield return string.Create(CultureInfo.InvariantCulture, $"<path class=\"mark\" d=\"M{scene.X(mark.At)} {Above}V{Height - Below}\"/>\n");
            if (start >= free)
            {
                free = start + width;
                yield return string.Create(CultureInfo.InvariantCulture, $"<text class=\"mark{(isLast ? " left" : "")}\" x=\"{scene.X(mark.At)}\" dx=\"{(isLast ? -2 : 2)}\" y=\"{Above - 5}\">{text}</text>\n");
            }
        }
    }

    private static string Legend(Chart chart, Markup markup) => chart.Series.Count < 2
        ? ""
        : string.Concat(chart.Series.Select(series => $" <span class=\"key {series.Kind}\">{markup.Text(series.Label)}</span>"));

    private sealed class Scene(double top, TimeSpan whole)
    {
        public double At(TimeSpan at) => Left + ((Width - Left - Right) * Math.Clamp(at / whole, 0, 1));

        public string X(TimeSpan at) => Number(At(at));

        public string Y(double value) => Number(Height - Below - ((Height - Above - Below) * Math.Clamp(value / top, 0, 1)));

        public string Draw(ChartSeries series)
        {
            var points = series.Points;
            if (series.IsFilledStep)
            {
                var steps = Path(points[0]) + string.Concat(points.Skip(1).Select(point => $"H{X(point.At)}V{Y(point.Value)}"));
                return $"<path class=\"area {series.Kind}\" d=\"{steps}V{Y(0)}H{X(points[0].At)}Z\"/><path class=\"line {series.Kind}\" d=\"{steps}\"/>\n";
            }

            var line = string.Concat(points.Select((point, index) => $"{(index == 0 ? "M" : "L")}{X(point.At)} {Y(point.Value)}"));
            var hasBand = points.Any(point => point.Upper > point.Lower);
            var band = string.Concat(points.Select((point, index) => $"{(index == 0 ? "M" : "L")}{X(point.At)} {Y(point.Upper)}"))
                + string.Concat(points.Reverse().Select(point => $"L{X(point.At)} {Y(point.Lower)}"));
            return $"{(hasBand ? $"<path class=\"band {series.Kind}\" d=\"{band}Z\"/>" : "")}<path class=\"line {series.Kind}\" d=\"{line}\"/>\n";
        }

        private string Path(ChartPoint point) => $"M{X(point.At)} {Y(point.Value)}";

        private static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
    }
}
