using System.Globalization;

namespace Sluice.Model.Values;

/// <summary>A part of a whole, 0 to 1; written <c>0.5%</c> or <c>0.005</c>.</summary>
/// <param name="Value">0 (nothing) to 1 (everything).</param>
public readonly record struct Share(double Value)
{
    /// <summary>From percent: <c>Share.Percent(0.5m)</c> is 0.005.</summary>
    public static Share Percent(decimal percent) => new((double)(percent / 100));

    /// <summary>The share that a text with a percent sign names, or <see langword="null"/> if it names none.</summary>
    public static Share? ParsePercent(string text)
    {
        if (!text.EndsWith('%') || text.Length > 20)
        {
            return null;
        }

        return decimal.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent)
            && percent <= 100
            ? Percent(percent)
            : null;
    }

    /// <summary>In percent, as <c>sluice.yaml</c> takes it: <c>0.5%</c>.</summary>
    public override string ToString() => Math.Round((decimal)Value * 100, 10).ToString("0.##########", CultureInfo.InvariantCulture) + "%";
}
