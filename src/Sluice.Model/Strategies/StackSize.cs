using System.Globalization;
using Sluice.Model.Values;

namespace Sluice.Model.Strategies;

/// <summary>How large a stack is: a number of pods, or a share of the stable stack.</summary>
/// <param name="Count">Pods; <see langword="null"/> where the share counts.</param>
/// <param name="Share">Of the stable stack's pods.</param>
public readonly record struct StackSize(int? Count, Share Share)
{
    /// <summary>As large as the stable stack.</summary>
    public static StackSize Full { get; } = new(null, new Share(1));

    public bool IsFull => Count is null && Share.Value >= 1;

    public static StackSize Of(int pods) => new(pods, default);

    /// <summary>How many pods that is, rounded up, at least one.</summary>
    /// <param name="stable">Pods of the stable stack.</param>
    public int Pods(int stable) => Math.Max(1, Count ?? (int)Math.Ceiling(Math.Round(stable * Share.Value, 9)));

    public override string ToString() => Count?.ToString(CultureInfo.InvariantCulture) ?? (IsFull ? "full" : Share.ToString());
}
