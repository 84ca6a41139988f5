using System.Globalization;
using System.Text.Json.Nodes;

namespace Sluice.Sandbox.Controllers.Objects;

/// <summary>A count given as a number or as a share of a total (<c>25%</c>).</summary>
internal static class Share
{
    /// <param name="value">A number, a text such as <c>25%</c>, or absent.</param>
    /// <param name="absent">What stands when it is absent or unreadable.</param>
    /// <param name="total">What a percentage is of.</param>
    /// <param name="roundUp">maxSurge rounds up, maxUnavailable down.</param>
    public static int Of(JsonNode? value, string absent, int total, bool roundUp)
    {
        if (value.Int() is { } number)
        {
            return Math.Max(0, number);
        }

        double share = Percent(value.Text()) ?? Percent(absent) ?? 0;
        double count = share * total / 100;
        return (int)(roundUp ? Math.Ceiling(count) : Math.Floor(count));
    }

    private static double? Percent(string? text) =>
        text is [.., '%'] && double.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out double percent)
            ? percent
            : null;
}
