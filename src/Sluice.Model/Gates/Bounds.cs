using System.Globalization;

namespace Sluice.Model.Gates;

/// <summary>Bounds of a value, both included; at least one is there and <paramref name="Min"/> is not above <paramref name="Max"/>.</summary>
public sealed record Bounds(double? Min, double? Max)
{
    public bool Contains(double value) => !(value < Min) && !(value > Max) && !double.IsNaN(value);

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{(Min is null ? "" : $"at least {Min}")}{(Min is null || Max is null ? "" : ", ")}{(Max is null ? "" : $"at most {Max}")}");
}

/// <summary>Bounds of the share of answers that took longer than a bound of the histogram.</summary>
/// <param name="SlowerThan">The bound, 1 ms to 1 h.</param>
/// <param name="Share">Bounds of the share, 0–1.</param>
public sealed record SlowBounds(TimeSpan SlowerThan, Bounds Share);

/// <summary>A pair of windows that must both burn too fast.</summary>
/// <param name="LongWindow">1 min to 30 d.</param>
/// <param name="ShortWindow">Shorter than <paramref name="LongWindow"/>.</param>
/// <param name="Rate">How many times faster than the budget allows, above 0.</param>
public sealed record BurnRateWindow(TimeSpan LongWindow, TimeSpan ShortWindow, double Rate);

/// <summary>A query with the bounds of its one result.</summary>
/// <param name="Name">For messages; a DNS label.</param>
/// <param name="Query">PromQL; <see cref="PromQlPlaceholders"/> are replaced before it is sent.</param>
/// <param name="Bounds">What its value may be.</param>
public sealed record PromQlCheck(string Name, string Query, Bounds Bounds);
